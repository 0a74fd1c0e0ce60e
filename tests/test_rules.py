"""Fixture pairs: a title, the Markdown, the HTML; what must not match stands first.

A hole is ⟦n⟧, the anchor of the summary @, and a formula ⟨its TeX⟩, so that people can read them.
`make golden` records; the diff is read like code.
"""

import html
import re
from pathlib import Path

import pytest

from apercu import hole
from apercu.markdown import MarkdownOptions, render_body

FIXTURES = Path(__file__).parent / "rules"
RULES = Path(__file__).parents[1] / "src" / "apercu" / "rules"
_CASE = re.compile(
    r"(?P<title>[^\n]+)\n\.\n(?P<input>.*?)\n\.\n(?P<output>.*?)\.\n(?:\n|\Z)", re.DOTALL
)
_MATH = re.compile(
    r'<math(?P<display> display="block")?[^>]* alttext="(?P<tex>[^"]*)".*?</math>', re.S
)


def render(text: str) -> str:
    body, _ = render_body(text + "\n", path="n.md", first_line=1, options=MarkdownOptions())
    shown = _MATH.sub(_formula, body.html)
    return hole.fill(shown, lambda number: f"⟦{number}⟧").replace(hole.ANCHOR, "@")


def _formula(match: re.Match[str]) -> str:
    tex = html.unescape(match["tex"])
    return f"⟨display {tex}⟩" if match["display"] else f"⟨{tex}⟩"


def cases() -> list[tuple[str, str, str, str]]:
    return [
        (path.stem, match["title"], match["input"], match["output"])
        for path in sorted(FIXTURES.glob("*.md"))
        for match in _CASE.finditer(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize(
    ("rule", "title", "source", "expected"), cases(), ids=lambda text: str(text)[:40]
)
def test_rule(rule: str, title: str, source: str, expected: str) -> None:
    assert render(source) == expected, f"{rule}: {title}"


def test_every_rule_has_fixtures(record: bool) -> None:
    if record:
        for path in FIXTURES.glob("*.md"):
            path.write_text(_CASE.sub(_recorded, path.read_text("utf-8")), "utf-8")
    rules = {path.stem for path in RULES.glob("*.py")} - {"__init__"}
    assert rules == {path.stem for path in FIXTURES.glob("*.md")}
    assert len(cases()) > 60


def _recorded(match: re.Match[str]) -> str:
    return f"{match['title']}\n.\n{match['input']}\n.\n{render(match['input'])}.\n\n"
