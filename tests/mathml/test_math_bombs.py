"""No formula ends the process, by a signal or by an exception, however deep or long it is."""

import subprocess
import sys
import threading

import pytest

from apercu.mathml import Formula, convert

BOMBS = {
    "nested braces": "'{' * 100_000 + 'x' + '}' * 100_000",
    "as many braces as are allowed": "'{' * 9_990 + 'x' + '}' * 9_990",
    "roots of roots": r"r'\sqrt' * 100_000 + ' x'",
    "roots within the limit": r"r'\sqrt ' * 3_300 + 'x'",
    "fractions": r"r'\frac1' * 3_300 + 'x'",
    "scripts": "'x^{' * 4_900 + 'y' + '}' * 4_900",
    "accents": r"r'\hat ' * 3_900 + 'x'",
    "fences": r"r'\left(' * 1_300 + 'x' + r'\right)' * 1_300",
    "tables": r"r'\begin{matrix}' * 700 + 'x' + r'\end{matrix}' * 700",
    "starred tables": r"r'\begin{pmatrix*}' * 1_000",
    "diagrams": r"r'\begin{CD}' * 1_900",
    "text in math in text": r"r'\text{$' * 2_200 + 'x' + '$}' * 2_200",
    "constructs in constructs": r"r'\smash{' * 2_400 + 'x' + '}' * 2_400",
    "sizes": r"r'\large' * 3_000 + ' x'",
    "operators": r"r'\operatorname{x_' * 1_200",
    "a macro that is itself": r"r'\def\a{\a}\a'",
    "a macro that doubles": r"r'\def\a{\a\a}\a'",
    "macros that double in turn": r"r'\def\a#1{#1#1}' + r'\a{' * 900 + 'x' + '}' * 900",
    "a macro that is long": r"r'\def\a{' + r'\sqrt' * 1_500 + '}' + r'\a' * 1_500 + ' x'",
    "parameters of parameters": r"r'\def\a#1{\a{#1#1}}\a x'",
    "fractions without braces": r"r'a\above 1pt ' * 1_500",
    "expansions put off": r"r'\def\a{\a}' + r'\expandafter' * 1_500 + r'\a' * 1_500",
    "dollars": "'$' * 20_000",
    "backslashes": "'\\\\' * 19_999",
    "noughts": "'\\0' * 20_000",
    "brackets that stay open": "'([' * 60",
    "named brackets": r"r'\langle \{' * 60",
    "brackets of a size": r"r'\bigl|' * 60",
    "brackets in groups": "'{(}' * 60",
    "brackets that are closed elsewhere": r"'(' * 60 + r'\sqrt{)}' * 60",
    "brackets that are closed in a comment": r"'(' * 60 + '%' + ')' * 60",
    "brackets in cells": r"r'\begin{matrix}' + '(' * 60 + r'&' + ')' * 60 + r'\end{matrix}'",
}
SCRIPT = """
from apercu.mathml import Formula, convert, plain_math
tex = {tex}
html = convert([Formula(tex, True)])[0].html
assert html.startswith(("<math", "<code"))
assert isinstance(plain_math(tex), str)
print("done")
"""


@pytest.mark.row(25)
@pytest.mark.parametrize("bomb", BOMBS)
def test_no_bomb_ends_the_process(bomb: str) -> None:
    script = SCRIPT.format(tex=BOMBS[bomb])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr[-500:]


def test_a_macro_of_a_site_that_grows_is_refused_where_it_is_called() -> None:
    macros = {"a": "\\b\\b", "b": "\\a\\a"}
    problem = convert([Formula("x + \\a", False)], macros)[0].problem
    assert problem is not None
    assert (problem.start, problem.length) == (4, 2)


@pytest.mark.row(25)
def test_a_note_of_endless_formulas_is_not_tried_to_its_end() -> None:
    formulas = [Formula(r"\def\f{\f}", False)] + [Formula(r"\f", False)] * 60
    *endless, plain = convert([*formulas, Formula("x", False)])
    said = [made.problem.message for made in endless[1:] if made.problem]
    assert ["expanded" in message for message in said] == [True] * 20 + [False] * 40
    assert plain.html.startswith("<math")


@pytest.mark.row(25)
@pytest.mark.parametrize(
    "tex",
    [
        "(" * 60 + ")" * 60,
        "[0, 1) " * 60,
        r"\left\{ x \right. " * 60,
        r"\begin{aligned}" + r"f(x &= y \\" * 60 + r"\end{aligned}",
    ],
)
def test_brackets_that_are_closed_are_no_bomb(tex: str) -> None:
    (made,) = convert([Formula(tex, True)])
    assert made.problem is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit is not kept")
def test_without_memory_for_a_stack_formulas_are_shown_as_source() -> None:
    script = """
import resource
from apercu.mathml import Formula, convert
resource.setrlimit(resource.RLIMIT_AS, (100 << 20, 100 << 20))
print(convert([Formula("x", False)])[0].html)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == '<code class="math-error">x</code>\n', done.stderr[-500:]


def test_the_stack_size_of_other_threads_is_left_alone() -> None:
    before = threading.stack_size()
    convert([Formula("x", False)])
    assert threading.stack_size() == before


def test_converting_works_from_several_threads_and_after_a_fork() -> None:
    script = """
import multiprocessing, threading
from apercu.mathml import Formula, convert
formulas = [Formula(r"\\frac{a}{b}", True)] * 20
expected = convert(formulas)
found = []
threads = [threading.Thread(target=lambda: found.append(convert(formulas))) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
with multiprocessing.get_context("fork").Pool(2) as pool:
    found += pool.map(convert, [formulas] * 4)
print(len(found), all(each == expected for each in found))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "12 True\n", done.stderr[-500:]


@pytest.mark.row(25)
@pytest.mark.parametrize(
    ("tex", "parameter"),
    [(r"\def\f{#1}\f", "#1"), (r"\newcommand{\f}[1]{#1#2}\f x", "#2"), (r"\def\tag{#9}\tag", "#9")],
)
def test_a_macro_that_uses_a_parameter_it_does_not_take_is_a_problem(
    tex: str, parameter: str
) -> None:
    problem = convert([Formula(tex, False)])[0].problem
    assert problem is not None
    assert f"uses `{parameter}`" in problem.message
