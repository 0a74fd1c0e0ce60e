"""Markdown → Body: safe HTML with holes, and what was wrong with it."""

import functools
from collections.abc import Iterable
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec.structs import replace

from apercu import hole
from apercu.clean import clean_body
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.dispatch import look_first
from apercu.dollar import find_end
from apercu.elements import shows_as_text
from apercu.late import late
from apercu.limits import is_too_much, restrain
from apercu.mathml import Converted, Formula, MathProblem, convert, plain_math
from apercu.model import Body, Ref, Text
from apercu.plaintext import lines_of, plain_of
from apercu.record import Record
from apercu.rules import RULES
from apercu.sheet import BAR, Sheet, line_of, sheet_of
from apercu.text import excerpt, separate
from apercu.words import words_of

WORDS_A_MINUTE = 220
_ATTRIBUTE = late(f' (?:href|src)="({hole.OPEN}[0-9]+{hole.CLOSE})"')

_SIZED = late(f'<img(?=[^>]* (?:width|height)=")[^>]* src="{hole.OPEN}([0-9]+){hole.CLOSE}"[^>]*>')


class MarkdownOptions(Record):
    """What changes how a note is read."""

    macros: tuple[tuple[str, str], ...] = ()
    kramdown_math: bool = False
    """Whether `$$x$$` inside a line of text is inline math."""
    numeric_citations: bool = False
    """Whether citations are numbers, which stand in brackets."""
    lang: str = "en"
    """Of what the page says by itself: labels and titles of callouts."""


def render_body(
    text: str, *, path: str, first_line: int, options: MarkdownOptions
) -> tuple[Body, tuple[Diagnostic, ...]]:
    """Render the body of a note; line k of `text` is line `first_line + k - 1` of its file."""
    text = hole.clean(text)
    lines = text.split("\n")
    sheet = Sheet(
        path,
        first_line,
        lines,
        options.kramdown_math,
        options.numeric_citations,
        words_of(options.lang),
    )
    parser = _parser()
    env = {"sheet": sheet, "line": 0}
    tokens = parser.parse(restrain(text, sheet), env)
    plain = "\n".join(lines_of(tokens))
    html = parser.renderer.render(tokens, parser.options, env)
    if sheet.has_html:
        html = clean_body(html, lambda element, url: _raw_address(sheet, element, url))
        _keep_sizes(html, sheet)
    html = _ATTRIBUTE.sub(r"\1", html).replace(hole.TRUSTED, "").replace(BAR, "|")
    html, refs = _fill(html, sheet, options)
    words = len(separate(plain).split()) + sheet.extra_words
    body = Body(
        html=html,
        refs=refs,
        headings=tuple(sheet.headings),
        plain=plain,
        minutes=max(1, -(-words // WORDS_A_MINUTE)),
        lead=_lead(plain, sheet),
    )
    return body, tuple(sheet.diagnostics)


def _lead(plain: str, sheet: Sheet) -> str:
    headings = {heading.text.plain for heading in sheet.headings}
    lines = (line for line in plain.split("\n") if line not in headings)
    return excerpt(next(lines, ""))


def render_text(
    text: str, *, span: Span, options: MarkdownOptions, markup: bool
) -> tuple[Text, tuple[Diagnostic, ...]]:
    """Render a title, or with `markup` a tl;dr: one line, whose links only lead away."""
    text = " ".join(hole.clean(text).split())
    if not markup:
        return _render_title(text, span, options)
    sheet = Sheet(span.path, span.line, [text])
    parser = _parser()
    env = {"sheet": sheet, "line": 0}
    tokens = parser.parseInline(text, env)
    for token in tokens:
        token.children = list(_short(token.children or []))
    html = parser.renderer.render(tokens, parser.options, env)
    html, _ = _fill(html.replace(hole.TRUSTED, ""), sheet, options)
    plain = " ".join(map(plain_of, tokens))
    return Text(html, plain), tuple(replace(d, span=span) for d in sheet.diagnostics)


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _inline)
    parser.validateLink = _takes_every_address  # type: ignore[method-assign]  # rules/links decides
    for rule in RULES:
        rule(parser)
    look_first(parser)
    return parser


def _takes_every_address(url: str) -> bool:
    del url
    return True


def _inline(state: StateCore) -> None:
    """markdown-it's own step, but rules know on which line they are and too much is text."""
    for token in state.tokens:
        if token.type == "inline":
            state.env["line"] = line_of(token)
            token.children = []
            if is_too_much(token.content, sheet_of(state.env), line_of(token)):
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _raw_address(sheet: Sheet, element: str, url: str) -> str:
    return sheet.address(url, "image" if element == "img" else "link", 0)


def _keep_sizes(html: str, sheet: Sheet) -> None:
    """Where raw HTML gives an image of ours a size, the size of its file is not written."""
    for tag in _SIZED.findall(html):
        number = int(tag)
        ref = sheet.slots[number]
        assert isinstance(ref, Ref)
        sheet.slots[number] = replace(ref, text="sized")


def _fill(html: str, sheet: Sheet, options: MarkdownOptions) -> tuple[str, tuple[Ref, ...]]:
    """Put formulas and code into their holes; the holes that stay are those of the refs."""
    numbers = [k for k, slot in enumerate(sheet.slots) if isinstance(slot, Formula)]
    formulas = [slot for slot in sheet.slots if isinstance(slot, Formula)]
    made = convert(formulas, dict(options.macros), f"{_ID}-") if formulas else ()
    converted = dict(zip(numbers, made, strict=True))
    refs: list[Ref] = []

    def value(number: int) -> str:
        slot = sheet.slots[number] if number < len(sheet.slots) else ""
        if isinstance(slot, Ref):
            refs.append(slot)
            return hole.hole(len(refs) - 1)
        return converted[number].html if isinstance(slot, Formula) else slot

    for number, result in converted.items():
        _report(sheet, number, result)
    filled = hole.fill(html, value)
    return filled.replace(f'"{_ID}-', f'"{hole.ANCHOR}-').replace(
        f"#{_ID}-", f"#{hole.ANCHOR}-"
    ), tuple(refs)


# math-core takes letters for ids; the anchor of the summary comes in their place.
_ID = "apercu-anchor"


def _report(sheet: Sheet, number: int, result: Converted) -> None:
    problem = result.problem
    if problem is None:
        return
    formula = sheet.slots[number]
    assert isinstance(formula, Formula)
    span = _problem_span(sheet.formula_spans[number], formula.tex, problem)
    code = "AP201"
    if result.html.startswith("<math"):
        code = "AP204" if "backslash" in problem.message else "AP207"
    sheet.diagnostics.append(diagnose(code, problem.message, span, problem.help))


def _problem_span(span: Span, tex: str, problem: MathProblem) -> Span:
    """Where in the file a problem is; the TeX begins at `span`, or on the line below it."""
    before = tex[: problem.start]
    line = before.count("\n")
    if line == 0:
        return replace(span, column=span.column + len(before), length=max(1, problem.length))
    column = len(before) - before.rfind("\n")
    return replace(span, line=span.line + line, column=column, length=max(1, problem.length))


def _render_title(
    text: str, span: Span, options: MarkdownOptions
) -> tuple[Text, tuple[Diagnostic, ...]]:
    html: list[str] = []
    plain: list[str] = []
    diagnostics: list[Diagnostic] = []
    pos = 0
    while (start := text.find("$", pos)) >= 0:
        end = find_end(text, start)
        escaped = start > 0 and text[start - 1] == "\\"
        if end is None or escaped:
            before = text[pos : start - escaped] + "$"
            html.append(escape(before, quote=False))
            plain.append(before)
            pos = start + 1
            continue
        tex = text[start + 1 : end]
        (result,) = convert([Formula(tex, False)], dict(options.macros))
        html += [escape(text[pos:start], quote=False), result.html]
        plain += [text[pos:start], plain_math(tex)]
        if result.problem:
            diagnostics.append(diagnose("AP201", result.problem.message, span, result.problem.help))
        pos = end + 1
    html.append(escape(text[pos:], quote=False))
    plain.append(text[pos:])
    return Text("".join(html), "".join(plain)), tuple(diagnostics)


def _short(tokens: list[Token]) -> Iterable[Token]:
    """What may stand in a tl;dr: no images, no raw HTML, and no links within the site."""
    open_links: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            leads_away = str(token.attrs.get("href", "")).startswith(("http://", "https://"))
            open_links.append(leads_away)
            if leads_away:
                yield token
        elif token.type == "link_close":
            if open_links and open_links.pop():
                yield token
        elif token.type == "cite":
            # A tl;dr stands in lists and feeds, where no citation is resolved.
            is_address = token.content.startswith("http")
            if is_address:
                yield Token("link_open", "a", 1, attrs={"href": token.content})
            yield Token("text", "", 0, content=token.content)
            if is_address:
                yield Token("link_close", "a", -1)
        elif token.type == "html_inline":
            if shows_as_text(token.content):
                yield Token("text", "", 0, content=token.content)
        elif token.type == "math_display":
            token.type = "math_inline"
            yield token
        elif token.type not in ("image", "footnote_ref", "permalink"):
            yield token
