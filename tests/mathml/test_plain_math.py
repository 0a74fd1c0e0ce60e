"""A formula in one line of plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mathml import plain_math


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\ell_1", "ℓ1"),
        (r"O(n^2)", "O(n^2)"),
        (r"10^{-3}", "10^-3"),
        (r"\frac{a}{b+c}", "a/(b+c)"),
        (r"\sqrt{x}", "√x"),
        (r"x^*", "x*"),
        (r"f'", "f′"),
        (r"\mathbb{E}[x]", "E[x]"),
        (r"\mathbb{R}^n", "ℝ^n"),
        (r"\mathcal{O}(n \log n)", "O(n log n)"),
        (r"\hat{x}", "x"),
        (r"k\text{-NN}", "k-NN"),
        (r"\text{if $x_1$}", "if x1"),
        (r"\sum_{i=1}^n i", "∑_(i=1)^n i"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
        (r"\colorbox{#ff0}{a}", "a"),
        (r"\foo{a}_b", "fooa_b"),
        (r"a < b", "a<b"),
        ("", ""),
    ],
)
def test_plain_math(tex: str, plain: str) -> None:
    assert plain_math(tex) == plain


@given(st.text())
def test_the_plain_form_of_any_text_is_one_line(tex: str) -> None:
    assert len(plain_math(tex).splitlines()) <= 1
