"""The elements of HTML: those there are, and those that a note may hold."""

ALLOWED = frozenset(
    ["a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr"]
)

KNOWN = ALLOWED | frozenset(
    ["address", "applet", "area", "article", "aside", "audio", "base", "basefont", "bdi", "bdo", "big", "blink", "body", "button", "canvas", "center", "cite", "command", "data", "datalist", "dfn", "dialog", "dir", "embed", "fieldset", "font", "footer", "form", "frame", "frameset", "head", "header", "hgroup", "html", "iframe", "image", "input", "keygen", "label", "legend", "link", "main", "map", "marquee", "math", "menu", "menuitem", "meta", "meter", "nav", "nobr", "noembed", "noframes", "noscript", "object", "optgroup", "option", "output", "param", "picture", "plaintext", "portal", "progress", "rb", "rp", "rt", "rtc", "ruby", "script", "search", "section", "select", "slot", "source", "strike", "style", "svg", "template", "textarea", "time", "title", "track", "video", "xmp"]
)
"""https://html.spec.whatwg.org/#the-elements and the obsolete ones that browsers still obey."""
