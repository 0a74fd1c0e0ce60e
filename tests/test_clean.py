"""What others put into notes: nothing of it runs, and the words around it stay."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu import hole
from apercu.elements import ALLOWED
from apercu.markdown import MarkdownOptions, render_body
from apercu.model import Body

# Elements that MathML and our own markup bring.
_OURS = ALLOWED | frozenset(
    [
        "math",
        "semantics",
        "annotation",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "msub",
        "msup",
        "msubsup",
        "mfrac",
        "msqrt",
        "mroot",
        "mover",
        "munder",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "mmultiscripts",
        "merror",
    ]
)
_ATTRIBUTES = re.compile(r"on\w+|style|srcdoc|formaction|ping|action|background|xlink:.*")

HTML = (
    """
<script>alert(1)</script>
<SCRIPT SRC=https://evil.org/x.js></SCRIPT>
<script>alert(1)
<scr<script>ipt>alert(1)</scr</script>ipt>
<img src=x onerror=alert(1)>
<img src="javascript:alert(1)">
<img src=`javascript:alert(1)`>
<img/onerror="alert(1)"src=x>
<img src=x oneonerrorrror=alert(1)>
<img """
    + '"""'
    + """><script>alert(1)</script>">
<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>
<IMG SRC="jav&#x09;ascript:alert(1);">
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>
<math href="javascript:alert(1)">x</math>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object>
<embed src="javascript:alert(1)">
<form action="javascript:alert(1)"><input type=submit></form>
<button formaction="javascript:alert(1)">x</button>
<input autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)></select>
<textarea autofocus onfocus=alert(1)></textarea>
<video><source onerror="alert(1)"></video>
<audio src=x onerror=alert(1)></audio>
<details open ontoggle=alert(1)><summary>x</summary></details>
<body onload=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<link rel=stylesheet href="https://evil.org/x.css">
<base href="https://evil.org/">
<style>@import 'https://evil.org/x.css';</style>
<div style="background:url(javascript:alert(1))">x</div>
<div style="position:fixed;inset:0">x</div>
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="file:///etc/passwd">x</a>
<a href=x onmouseover=alert(1)>x</a>
<a href="x" target=_blank ping="https://evil.org">x</a>
<table background="javascript:alert(1)"><tr><td>x</td></tr></table>
<td background="javascript:alert(1)">x</td>
<p onclick="alert(1)">x</p>
<b/onclick=alert(1)>x</b>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<template><script>alert(1)</script></template>
<xmp><img src=x onerror=alert(1)></xmp>
<plaintext><img src=x onerror=alert(1)>
<!--><img src=x onerror=alert(1)>-->
<!-- --!><img src=x onerror=alert(1)>
<![CDATA[<script>alert(1)</script>]]>
<?php echo 1 ?><img src=x onerror=alert(1)>
<img src=x onerror
<div class="skip" id="main">x</div>
<x onclick=alert(1)>x</x>
<a href="&#x6A;avascript:alert(1)">x</a>
<isindex action="javascript:alert(1)" type=image>
<keygen autofocus onfocus=alert(1)>
"""
)
MARKDOWN = r"""
[x](javascript:alert(1))
[x](JAVASCRIPT:alert(1))
[x]( javascript:alert(1))
[x](<javascript:alert(1)>)
[x](java&#115;cript:alert(1))
[x](javascript&colon;alert(1))
[x](java%0ascript:alert(1))
[x](vbscript:x)
[x](data:text/html;base64,PHNjcmlwdD4=)
[x](file:///etc/passwd)
![x](javascript:alert(1))
![x](data:image/svg+xml,<svg onload=alert(1)>)
![x" onerror="alert(1)](https://x.org/a.png)
![x](https://x.org/a.png "x\" onerror=\"alert(1)")
<javascript:alert(1)>
<https://x.org/"onmouseover="alert(1)>
[x][y] and [y]

[y]: javascript:alert(1) "x"
[x](https://x.org/"onmouseover="alert(1))
# x {onclick=alert(1)}
# <img src=x onerror=alert(1)>
```html" onclick="alert(1)
x
```
```<script>
x
```
| <img src=x onerror=alert(1)> |
|---|
[^<img src=x onerror=alert(1)>]
> [!NOTE<script>]
> x
$\text{<script>alert(1)</script>}$
$\href{javascript:alert(1)}{x}$
$<img src=x onerror=alert(1)>$
$$\frac{<script>}{$$
https://x.org/<script>alert(1)</script>
https://x.org/"onmouseover="alert(1)
""".strip("\n")


class _Judge(HTMLParser):
    """Collects what must not be there."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(hole.fill(body.html, lambda number: f' data-hole="{number}"'))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _OURS:
            self.found.append(f"<{tag}>")
        is_math = tag.startswith("m") and tag not in ("mark",)
        for name, value in attrs:
            if _ATTRIBUTES.fullmatch(name) and not (name == "style" and is_math):
                self.found.append(f"{tag} {name}")
            if name in ("href", "src"):
                bare = re.sub(r"[\x00-\x20]", "", value or "").lower()
                if not bare.startswith(("https://", "http://", "mailto:", "#", "//")):
                    self.found.append(f"{tag} {name}={value}")
            if name in ("class", "id") and value in ("main", "skip"):
                self.found.append(f"{name}={value}")
            if name == "id" and value:
                self.ids.append(value)

    def handle_data(self, data: str) -> None:
        self.text += data


def render(text: str) -> Body:
    return render_body(text, path="n.md", first_line=1, options=MarkdownOptions())[0]


@pytest.mark.row(16)
@pytest.mark.parametrize("vector", HTML.strip("\n").split("\n"))
@pytest.mark.parametrize(
    "form", ["before\n\n{}\n\nafter", "before {} after", "- before\n- {}\n\nafter"]
)
def test_no_html_of_a_note_runs(vector: str, form: str) -> None:
    judge = _Judge(render(form.replace("{}", vector)))
    assert judge.found == []
    assert "before" in judge.text


@pytest.mark.row(17, 18)
@pytest.mark.parametrize(
    "vector", re.split(r"\n(?=[\[!<#`|>$h])(?!\[y\]|x|\|---|> x|```$)", MARKDOWN)
)
def test_no_markdown_of_a_note_runs(vector: str) -> None:
    judge = _Judge(render(f"before\n\n{vector}\n\nafter"))
    assert judge.found == []
    assert "before" in judge.text
    assert "after" in judge.text


@pytest.mark.row(16, 21)
@given(st.text(alphabet="<>/\"'=:;&#x[]()!`$\\{}|-*_~^ \nabcdeimgsrcriptonhref0", max_size=120))
def test_any_text_gives_clean_html_with_ids_of_its_own(text: str) -> None:
    body = render(text)
    judge = _Judge(body)
    assert judge.found == []
    assert len(judge.ids) == len(set(judge.ids))
    numbers = [int(number) for number in re.findall(f"{hole.OPEN}([0-9]+){hole.CLOSE}", body.html)]
    assert numbers == list(range(len(body.refs)))
