"""Looking before rules are tried changes nothing of what they give."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from apercu.dispatch import BLOCK_STARTS, STARTS, look_first
from apercu.rules import RULES
from apercu.sheet import Sheet
from conftest import absent

SPEC = Path(__file__).parent / "browser" / "node_modules" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
PIECES = [
    *"\n\n\n *_`~[]()!<>&|$\\{}^:;#-+=@.1aé\xa0\t",
    *(
        "\n\n",
        "\n    ",
        "\n- ",
        "\n> ",
        "\n1. ",
        "\n# ",
        "\n```",
        "\n---",
        "\n===\n",
        "\n: ",
        "\n| ",
    ),
    *(
        "a_b",
        "**",
        "](u)",
        "![",
        "[^1]",
        "[^1]: ",
        "^[",
        "[@",
        "\\(",
        "\\)",
        "\\cite{",
        "$$",
        "{: ",
    ),
    *(
        "<b>",
        "</b>",
        "<!-- ",
        " -->",
        "<https://a.b>",
        "https://a.b/c",
        "&amp;",
        "&#",
        "|-|",
        "\\\n",
    ),
    *(
        "[a]: /u",
        "words of a text",
        "\n{: .a}",
        "\xa0{: .a}",
        "\n<div>",
        "  \n",
        "\n\\[",
        "\\begin{align}",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def parser_of_ours() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 8})
    parser.enable(["table", "strikethrough"])
    for rule in RULES:
        rule(parser)
    return parser


STOCK = parser_of_ours()
QUICK = parser_of_ours()
look_first(QUICK)


def tokens_and_sheet(parser: MarkdownIt, text: str) -> tuple[list[Token], Sheet]:
    sheet = Sheet("note.md", 1, text.split("\n"))
    return parser.parse(text, {"sheet": sheet, "line": 0}), sheet


@pytest.fixture(scope="module")
def examples() -> list[tuple[str, str]]:
    """Markdown and HTML of the CommonMark Spec, https://spec.commonmark.org/0.31.2/."""
    if not SPEC.exists():
        absent("the examples of CommonMark, as in npm install --prefix tests/browser")
    found = EXAMPLE.findall(SPEC.read_text("utf-8").replace("→", "\t"))
    assert len(found) > 600
    return found


def test_the_examples_of_commonmark(examples: list[tuple[str, str]]) -> None:
    parser = MarkdownIt("commonmark")
    look_first(parser)
    for text, html in examples:
        # markdown-it writes no line break into an empty quote.
        assert parser.render(text).replace("<blockquote></", "<blockquote>\n</") == html, text


def test_our_own_markdown_is_read_as_by_the_stock_loops(examples: list[tuple[str, str]]) -> None:
    for text, _ in examples:
        assert tokens_and_sheet(QUICK, text) == tokens_and_sheet(STOCK, text), text


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_any_text_is_read_as_by_the_stock_loops(text: str) -> None:
    assert tokens_and_sheet(QUICK, text) == tokens_and_sheet(STOCK, text)


def test_every_rule_says_how_it_begins() -> None:
    assert {*STOCK.inline.ruler.get_active_rules()} == {"text", *STARTS}
    anywhere = {"depth", "table", "code", "lheading", "deflist", "paragraph"}
    assert {*STOCK.block.ruler.get_active_rules()} == {*anywhere, *BLOCK_STARTS}


def test_a_rule_that_does_not_say_how_it_begins_is_tried_at_every_sign() -> None:
    parser = MarkdownIt("commonmark")
    parser.inline.ruler.push("sign", _replace_percent)
    look_first(parser)
    assert parser.render("50% of *a%*\n") == "<p>50 percent of <em>a percent</em></p>\n"


def _replace_percent(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "%":
        return False
    if not silent:
        state.push("text", "", 0).content = " percent"
    state.pos += 1
    return True
