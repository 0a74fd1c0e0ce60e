"""Formulas become MathML with their source beside them, or their source with a located problem."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mathml import Converted, Formula, MathProblem, convert

HERE = Path(__file__).parent
CONSTRUCTS = (HERE / "constructs.txt").read_text("utf-8").splitlines()
REFUSED = {
    "\\includegraphics{a.png}": "images belong into the note",
    "\\htmlClass{a}{b}": "no attribute of the page is an author's",
    "\\htmlId{a}{b}": "no attribute of the page is an author's",
    "\\htmlStyle{color:red}{b}": "no attribute of the page is an author's",
    "\\htmlData{a=b}{c}": "no attribute of the page is an author's",
    "\\href{javascript:alert(1)}{x}": "only http, https and mailto lead somewhere",
    "\\href{data:text/html,x}{x}": "only http, https and mailto lead somewhere",
    "\\url{javascript:alert(1)}": "only http, https and mailto lead somewhere",
    "\\def\\a.{x}": "parameters set apart by signs",
    "\\futurelet\\a\\b c": "no program is run",
    "a \\above 1pt b \\above 1pt c": "fractions in fractions without braces",
    "\\char 57344": "the code of a hole",
    "x \\tag{1}": "a number needs a display",
    "\\begin{CD}\\begin{CD}\\end{CD}\\end{CD}": "diagrams in diagrams",
}
"""What is refused on purpose, inline, and why."""


def one(tex: str, display: bool = False, macros: dict[str, str] | None = None) -> Converted:
    return convert([Formula(tex, display)], macros or {})[0]


def problem(tex: str, display: bool = False) -> MathProblem:
    found = one(tex, display).problem
    assert found is not None
    return found


def elements(html: str) -> set[str]:
    return {element.tag for element in ET.fromstring(html).iter()}


@pytest.mark.parametrize("tex", [line for line in CONSTRUCTS if line and line[:2] != "# "])
def test_every_construct_converts_without_a_warning(tex: str) -> None:
    for display in (True, False):
        if display or "\\tag" not in tex:
            result = one(tex, display)
            assert result.html.startswith("<math")
            assert result.problem is None
            assert not re.search("[\ue000-\uf8ff]", result.html)
            ET.fromstring(result.html)


def test_a_formula_is_the_same_alone_and_among_others() -> None:
    tex = [line for line in CONSTRUCTS if line and line[:2] != "# "]
    plain = [line for line in (*tex, *REFUSED) if "\\def" not in line and "command" not in line]
    formulas = [Formula(line, display) for line in plain for display in (True, False)]
    definition = Formula("\\def\\nowhere{x}", False)
    assert convert(formulas) == convert([*formulas, definition])[:-1]


@pytest.mark.parametrize("tex", REFUSED)
def test_what_is_refused_on_purpose_is_shown_as_its_source(tex: str) -> None:
    result = one(tex)
    assert result.html.startswith('<code class="math-error">')
    assert ET.fromstring(result.html).text == tex
    assert result.problem is not None


def test_a_formula_carries_its_source_as_annotation_and_alternative() -> None:
    tex = 'a < b & \\text{"c"} \\substack{d\\\\e}'.replace("& ", "")
    math = ET.fromstring(one(tex, display=True).html)
    annotation = math.find("semantics/annotation")
    assert annotation is not None
    assert annotation.text == tex
    assert math.attrib == {"display": "block", "alttext": tex}


@pytest.mark.parametrize(
    ("tex", "start", "length", "word"),
    [
        ("a + \\foo b", 4, 4, "\\foo"),
        ("𝔸é \\foo", 3, 4, "\\foo"),
        ("a & b", 2, 1, "`&`"),
        ("{a", 1, 1, "`}`"),
        ("a^b^c", 3, 1, "two scripts"),
        ("\\text{a_b} + \\foo", 13, 4, "\\foo"),
        ("\\substack{a\\\\\\foo}", 13, 4, "\\foo"),
        ("\\smash{a + \\foo}", 11, 4, "\\foo"),
        ("x + \\href{javascript:a}{b}", 4, 5, "javascript:a"),
        ("x + \\textcolor{#12}{b}", 4, 10, "#12"),
        ("\\begin{foo}a\\end{foo}", 0, 6, "`foo`"),
    ],
)
def test_a_problem_is_located_in_the_source(tex: str, start: int, length: int, word: str) -> None:
    found = problem(tex)
    assert (found.start, found.length) == (start, length)
    assert word in found.message
    assert found.message[0] == found.message[0].lower()
    assert not found.message.endswith(".")


def test_one_bad_formula_spoils_no_other() -> None:
    results = convert([Formula("a", False), Formula("\\foo", False), Formula("b", False)])
    assert [result.problem is None for result in results] == [True, False, True]
    assert [result.html.startswith("<math") for result in results] == [True, False, True]


def test_no_formulas_give_no_results() -> None:
    assert convert([]) == ()


def test_four_backslashes_are_warned_of_and_still_converted() -> None:
    result = one("\\begin{matrix}a\\\\\\\\b\\end{matrix}")
    assert result.html.startswith("<math")
    assert result.problem is not None
    assert (result.problem.start, result.problem.length) == (15, 4)


def test_only_what_tex_numbers_is_numbered() -> None:
    formulas = [
        Formula("x", True),
        Formula("\\begin{equation}x\\end{equation}", True),
        Formula("\\begin{align*}x\\end{align*}", True),
        Formula("\\begin{align}x\\\\y\\nonumber\\\\z\\end{align}", True),
        Formula("x\\tag{A}", True),
    ]
    numbers = [re.findall(r"<mtext>\((.)\)", result.html) for result in convert(formulas)]
    assert numbers == [[], ["1"], [], ["2", "3"], ["A"]]


def test_references_lead_to_equations_before_and_behind_them() -> None:
    equation = Formula("\\begin{equation}\\label{e}x\\end{equation}", True)
    reference = Formula("\\eqref{e}, \\ref{e}", False)
    first, _, last = convert([reference, equation, reference], id_prefix="p-")
    assert first == last
    assert '<a href="#p-e">(1)</a>' in first.html
    assert '<a href="#p-e">1</a>' in first.html


def test_a_reference_to_nothing_is_warned_of_and_leads_nowhere() -> None:
    result = one("x \\eqref{no}")
    assert "href" not in result.html
    assert result.problem == MathProblem(
        "no equation is labelled `no`", 9, 2, "write `\\label{no}` into the equation that is meant"
    )


def test_a_label_that_stands_twice_makes_one_id() -> None:
    equation = Formula("\\begin{equation}\\label{e}x\\end{equation}", True)
    first, second = convert([equation, equation])
    assert first.problem is None
    assert 'id="e"' in first.html
    assert second.problem is not None
    assert second.problem.start == 16
    assert "id=" not in second.html


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("\\tag{$\\ast$}", "(∗)"),
        ("\\tag*{end}", "end"),
        ("\\tag{★}", "(★)"),
        ("\\tag{A.1'}", "(A.1’)"),
    ],
)
def test_a_tag_may_hold_anything(tag: str, shown: str) -> None:
    formulas = [
        Formula("\\begin{equation}x" + tag + "\\label{a_b c}\\end{equation}", True),
        Formula("\\eqref{a_b c}", False),
    ]
    equation, reference = (ET.fromstring(result.html) for result in convert(formulas))
    assert "".join(list(equation.itertext())[:-1]) == "x" + shown
    assert "".join(list(reference.itertext())[:-1]) == shown


def test_a_label_without_a_number_is_warned_of_and_left_out() -> None:
    result = one("x \\label{e}", display=True)
    assert result.html.startswith("<math")
    assert result.problem is not None
    assert (result.problem.start, result.problem.length) == (2, 6)


def test_macros_of_a_site_take_arguments_and_hold_constructs() -> None:
    macros = {"R": "\\mathbb{R}", "\\box": "\\colorbox{#ff0}{$#1$}"}
    assert "ℝ" in one("\\R", macros=macros).html
    assert "background:#ffff00" in one("\\box{\\R}", macros=macros).html


def test_a_macro_defined_in_one_formula_holds_in_those_behind_it() -> None:
    definition, use = convert(
        [Formula("\\newcommand{\\R}{\\mathbb{R}}", True), Formula("\\R", False)]
    )
    assert definition.problem is None
    assert "ℝ" in use.html


def test_a_macro_defined_in_a_group_ends_with_it() -> None:
    assert "\\a" in problem("{\\def\\a{x}\\a}\\a").message


def test_a_command_may_be_renamed_and_replaced() -> None:
    assert "∑" in one("\\let\\old\\sum \\def\\sum{\\old\\limits} \\sum_a").html


def test_no_length_is_greater_than_50em() -> None:
    html = one("\\kern 900em\\rule{900em}{900em}\\hspace{-900pt}\\raisebox{99em}{x}").html
    shown = html.split("<annotation")[0].replace(html.split('alttext="')[1].split('"')[0], "")
    assert "50em" in shown
    assert not re.search(r"(?:[6-9]\d|\d{3,})(?:\.\d+)?r?em", shown)


def test_an_address_in_a_formula_is_escaped() -> None:
    html = one("\\href{https://a.b/?c=1\\&d=2}{x}").html
    assert '<a href="https://a.b/?c=1&amp;d=2">' in html


def test_private_use_and_control_characters_cannot_forge_a_hole() -> None:
    result = one("\ue000\\smash{y}\x00\ufdd0z")
    assert result.html.startswith("<math")
    assert not re.search("[\ue000-\uf8ff\x00\ufdd0]", result.html)
    assert result.html.count("<mi>y</mi>") == 1


def test_a_macro_of_a_site_cannot_forge_a_hole() -> None:
    result = one("\\a\\smash{y}", macros={"a": "\ue000\ue005"})
    assert result.html.count("<mi>y</mi>") == 1


HARMLESS = {"math", "semantics", "annotation", "code", "a", "span", "b", "i", "u", "em"}


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\text{</math><img src=x onerror=alert(1)>}",
        '\\href{https://a.b/" onclick="x}{y}',
        '\\textcolor{#fff" onclick="x}{y}',
        "\\verb|<script>|",
        "\\operatorname{\\lt script\\gt}",
        "\\operatornamewithlimits{\\lt b onclick=a\\gt}",
        "\\operatorname{<script>}",
        '\\label{" onclick="x}',
        "\\tag{<script>}x",
        "\\colorbox{red;background:url(//x)}{y}",
    ],
)
def test_no_markup_of_an_author_comes_through(tex: str) -> None:
    root = ET.fromstring(one(tex, display=True).html)
    for element in root.iter():
        assert element.tag in HARMLESS or re.fullmatch("m[a-z]+", element.tag)
        assert not any(name.startswith("on") for name in element.attrib)
        assert "url(" not in element.get("style", "")


commands = st.sampled_from(
    [line.split()[0] for line in CONSTRUCTS if line.startswith("\\")]
    + ["{", "}", "^", "_", "&", "\\\\", "$", "[", "]", "a", "1", "#1", "%", " ", "\\text{"]
)


@given(st.one_of(st.text(), st.lists(commands, max_size=12).map("".join)), st.booleans())
def test_any_text_converts_to_well_formed_xml(tex: str, display: bool) -> None:
    result = one(tex, display)
    assert elements(result.html) & {"math", "code"}
    if result.problem:
        assert 0 <= result.problem.start <= len(tex)
        assert result.problem.start + result.problem.length <= len(tex)


def test_a_length_behind_a_row_is_room_below_it() -> None:
    html = one("\\begin{matrix}a&b\\\\[1em]c\\\\*d\\\\[x]\\end{matrix}").html
    assert '<mtd style="padding-bottom:calc(0.5ex + 1em)"><mi>b</mi></mtd></mtr>' in html
    assert html.count("padding-bottom") == 1
    assert "data-row" not in html


def test_the_last_line_of_a_table_is_its_border_and_no_row() -> None:
    html = one("\\begin{array}{c|c}a&b\\\\ \\hline\\hline c&d\\\\ \\hline\\end{array}").html
    assert html.count("<mtr>") == 2
    assert ' style="border-bottom: 0.05em solid currentcolor"><mtr>' in html
    assert html.count("border-top") == 2


@pytest.mark.parametrize("name", ["matrix", "pmatrix", "smallmatrix", "cases", "aligned"])
def test_a_row_end_behind_the_last_row_makes_no_row(name: str) -> None:
    html = one(f"\\begin{{{name}}}a&b\\\\c&d\\\\\\end{{{name}}}").html
    assert html.count("<mtr>") == 2


def test_an_eqnarray_is_spaced_like_an_align() -> None:
    rows = "a&{}={}&\\begin{matrix}x&y\\end{matrix}\\\\&&{}+c"
    table = ET.fromstring(one(f"\\begin{{eqnarray*}}{rows}\\end{{eqnarray*}}", True).html)
    outer = table.find("semantics//mtable")  # its first and last columns are the margins
    assert outer is not None
    assert [len(row.findall("mtd")) for row in outer.findall("mtr")] == [
        4,
        4,
    ]  # two are the margins


def test_a_bar_between_fences_stretches_around_the_axis() -> None:
    html = one("\\left( a \\middle| b \\right)").html
    assert '<mo stretchy="true" symmetric="true" lspace="0" rspace="0">|</mo>' in html


def test_a_backslash_at_the_end_of_a_line_is_a_space() -> None:
    assert one("a \\\nb").html.count("<mtext>\u00a0</mtext>") == 1


@pytest.mark.parametrize("sign", ["\\&", "\\%", "\\#", "\\_", "\\$", "\\}", "&", "_"])
def test_a_space_behind_a_sign_in_a_text_stays(sign: str) -> None:
    shown = ET.fromstring(one(f"\\text{{a {sign} b}}").html).find(".//mtext")
    assert "".join(shown.itertext() if shown is not None else ()).split() == ["a", sign[-1], "b"]


def test_an_accent_in_a_text_takes_the_letter_behind_a_space() -> None:
    assert "<mtext>e\u0301</mtext>" in one("\\text{\\' e}").html


def test_a_lowered_rule_reaches_below_the_line() -> None:
    html = one("\\rule[-1em]{2em}{0.5em}").html
    assert '<mpadded voffset="-1em" height="0em" depth="1em">' in html
