"""The short ways through the conversion give what the long ones give."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.mathml import Formula, convert, plain_math
from apercu.mathml.direct import is_direct
from apercu.mathml.engine import is_sound
from apercu.mathml.lexer import tokenize

HERE = Path(__file__).parent
CONSTRUCTS = (HERE / "constructs.txt").read_text("utf-8").splitlines()
DEFINITION = Formula(r"\def\neverCalled{}", display=False)
"""All formulas of a note with one of these go the long way, through all stages together."""

COMMANDS = r"""
    \alpha \frac \dfrac \sqrt \sum \int \prod \lim \log \max \left \right \middle \big \Bigl \bigr
    \langle \rangle \lbrace \| \, \; \! \quad \mathbb \mathcal \mathrm \mathbf \boldsymbol \hat \bar
    \overline \underbrace \overset \binom \text \textbf \operatorname \operatorname* \limits \hspace
    \hspace* \kern \hline \\ \\* \\[ \color \not \cdot \le \in \mid \nabla \partial \begin \end
    \begin{aligned} \end{aligned} \begin{matrix} \end{matrix} \begin{cases} \end{cases}
    \begin{array} \end{array} \begin{align} \end{align} \begin{smallmatrix} \end{smallmatrix}
    \text{if_} \text{$x$} \operatorname{a_b} \operatorname{soft-max} \label{a} \eqref{a} \tag{1}
""".split()  # noqa: SIM905
PIECES = sorted({token.text for tex in CONSTRUCTS for token in tokenize(tex)} | set(COMMANDS))
SIGNS = [
    *"{}{}{}_^&[]()*<>=-+|'~,.1aixyz \n",
    "{a}",
    "{x+1}",
    "{1em}",
    "{cc}",
    "\x0b",
    "é",
    "\ue000",
]
FORMULAS = st.lists(st.one_of(st.sampled_from(SIGNS), st.sampled_from(PIECES)), max_size=12)


def assert_the_same(tex: str) -> None:
    for display in (False, True):
        formula = Formula(tex, display)
        assert convert([formula])[0] == convert([formula, DEFINITION])[0]


@pytest.mark.parametrize("tex", [*CONSTRUCTS, *PIECES])
def test_every_construct_is_the_same_by_the_short_way(tex: str) -> None:
    assert_the_same(tex)
    assert_the_same(f"a {tex} b")
    assert_the_same(rf"\frac{{{tex}}}{{\sqrt{{{tex}}}}}")


@settings(max_examples=400, deadline=None)
@given(FORMULAS)
def test_any_formula_is_the_same_by_the_short_way(pieces: list[str]) -> None:
    assert_the_same("".join(pieces))


@pytest.mark.parametrize(
    "tex",
    [
        "x",
        r"\mathbb{E}_{x \sim p}[f(x)] \le \frac{1}{n} \sum_{i=1}^n \left( y_i \right)^2",
        r"\begin{aligned} a &= b \\ &\le \text{for all } x \end{aligned}",
        r"\operatorname{softmax}(z)",
    ],
)
def test_plain_formulas_go_the_short_way(tex: str) -> None:
    assert is_direct(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\argmin x",
        "a % b",
        r"a \\[1em] b",
        r"\left< a \right>",
        r"\left <a \right )",
        r"\text{a_b}",
        r"\operatorname{a_b}",
        r"\begin{align} a \end{align}",
        r"\begin{smallmatrix} a \end{smallmatrix}",
        r"\label{a}",
        r"\eqref{a}",
        r"\hline",
        r"\kern1em",
        r"\mathop{x}",
        r"\color{red} x",
        r"\large x",
        r"\verb|a|",
        r"a \\\\ b",
        "\ue000",
        r"\hspace*{1em}",
    ],
)
def test_what_a_stage_may_change_goes_the_long_way(tex: str) -> None:
    assert not is_direct(tex)


def test_a_macro_of_the_site_is_heard_in_a_formula_that_is_plain_without_it() -> None:
    plain, changed = convert([Formula("x", False), Formula(r"\alpha x", False)], {"alpha": "b"})
    assert plain == convert([Formula("x", False)])[0]
    assert "<mi>b</mi><mi>x</mi>" in changed.html


def test_a_macro_may_stand_for_a_command_that_takes_text() -> None:
    for name in ("text", "operatorname"):
        (made,) = convert([Formula(rf"\{name}{{a}}", False)], {name: "b"})
        assert "<mi>b</mi>" in made.html


ELEMENTS = ["mi", "mrow", "mo", "math", "mspace", "script", "MI", "m-i"]
ATTRIBUTES = ["", ' width="1em"', ' href="#a"', ' href="x"', ' style="a"', ' style="url(a)"']
ATTRIBUTES += [' onclick="a"', ' width="1" width="2"', " width", ' width="<"', " ", ' width="&"']
TEXTS = ["", "a", "∑", "&lt;", "&amp;", "&", "&nbsp;", "&#120;", ">", "\x01", "\ufffe", "\u2061"]
TAGS = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(ELEMENTS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(ELEMENTS)),
    st.builds("<{}{}/>".format, st.sampled_from(ELEMENTS), st.sampled_from(ATTRIBUTES)),
    st.sampled_from(TEXTS),
    st.sampled_from(["<", "<!-- a -->", "<![CDATA[a]]>", "<?a b?>", "</mi a>", "</mi/>"]),
)
NESTED = st.recursive(
    TAGS,
    lambda inner: st.builds(
        "<{0}{1}>{2}{3}</{0}>".format,
        st.sampled_from(ELEMENTS[:5]),
        st.sampled_from(ATTRIBUTES[:5]),
        inner,
        inner,
    ),
)


@settings(max_examples=600, deadline=None)
@given(NESTED)
def test_markup_is_sound_exactly_when_an_xml_parser_and_our_list_say_so(markup: str) -> None:
    assert is_sound(markup) == _is_sound_by_tree(markup)


def _is_sound_by_tree(markup: str) -> bool:
    try:
        tree = ET.fromstring(f"<math>{markup}</math>")
    except ET.ParseError:
        return False
    return all(
        element.tag in ("mi", "mrow", "mo", "math", "mspace")
        and element.attrib.keys() <= {"width", "href", "style"}
        and element.get("href", "#").startswith("#")
        and "url" not in element.get("style", "")
        for element in tree.iter()
    )


@pytest.mark.parametrize("tex", [*CONSTRUCTS, *PIECES, r"\mathchoice{a}{b}{c}{d}"])
def test_the_words_of_a_display_are_those_of_the_formula_in_a_text(tex: str) -> None:
    for whole in (
        tex,
        rf"\sum_{{i}}^n {tex}",
        rf"\frac{{{tex}}}{{b^2}}",
        rf"x^{{{tex}}}_{{{tex}}}",
    ):
        assert plain_math(whole, display=True) == plain_math(whole)


@settings(max_examples=300, deadline=None)
@given(FORMULAS)
def test_the_words_of_any_display_are_those_of_the_formula_in_a_text(pieces: list[str]) -> None:
    assert plain_math("".join(pieces), display=True) == plain_math("".join(pieces))
