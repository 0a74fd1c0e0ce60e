"""Formulas of a note → MathML, or their source with a located problem.

All formulas of a note are converted at once, so that equations are numbered through and may be
referred to before they stand. It gives a result for any text and never raises.
"""

import functools
import html
import itertools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from apercu.late import late
from apercu.mathml.aliases import ALIASES
from apercu.mathml.assemble import assemble, finish
from apercu.mathml.complaint import explain
from apercu.mathml.dig import Snippet, dig
from apercu.mathml.direct import is_direct
from apercu.mathml.engine import Complaint, convert_snippets, with_large_stack
from apercu.mathml.expand import Macros, expand, read_macros
from apercu.mathml.formula import Converted, EndlessError, Formula, FormulaError, MathProblem
from apercu.mathml.lexer import Token, tokenize
from apercu.mathml.numbering import COMMANDS, Numbering
from apercu.mathml.rewrite import rewrite
from apercu.record import Record

MOST_CHARACTERS = 20_000
"""A formula of a page has some hundreds; the time of some constructs grows with the square."""
MOST_ENDLESS = 20
"""Formulas of one note whose macros grow without end; each takes a thousand times as long as
another, so those behind them that use macros of the author are not tried."""
NO_MACROS: Mapping[str, str] = MappingProxyType({})

# What XML cannot hold, and what we use as holes: each becomes one sign, so that places stay.
_UNFIT = late(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)

_DEFINES = late(r"\\(?:[a-zA-Z]*def|let|[a-z]*command|DeclareMathOperator)(?![a-z])")
_NUMBERS = late(
    r"\\(?:label|tag|(?:eq)?ref|notag|nonumber)(?![a-zA-Z])"
    r"|\\begin\s*\{\s*(?:equation|align|alignat|flalign|gather|multline|eqnarray)\b"
)


def convert(
    formulas: Sequence[Formula],
    macros: Mapping[str, str] = NO_MACROS,
    id_prefix: str = "",
) -> tuple[Converted, ...]:
    """One result a formula, in the same order. `macros`: `{"R": "\\\\mathbb{R}"}`.

    A `\\newcommand` outside of all groups holds for the formulas behind it, too.
    """
    if not formulas:
        return ()
    try:
        return with_large_stack(lambda: _convert_each(formulas, macros, id_prefix))
    except FormulaError as failure:
        return tuple(_refuse(formula, failure) for formula in formulas)


class _Prepared(Record):
    """A formula as the engine takes it, with what is to warn of."""

    snippet: Snippet
    problem: MathProblem | None


def _convert_each(
    formulas: Sequence[Formula], macros: Mapping[str, str], id_prefix: str
) -> tuple[Converted, ...]:
    """A formula that neither numbers nor defines anything is the same wherever it stands."""
    names = frozenset("\\" + name.removeprefix("\\") for name in macros)
    is_alone = [is_direct(formula.tex, names) for formula in formulas]
    if all(is_alone):
        return tuple(map(_convert_alone, formulas))
    others = [f.tex for f, alone in zip(formulas, is_alone, strict=True) if not alone]
    if any(map(_DEFINES.search, (*macros.values(), *others))):
        return _convert_all(formulas, macros, id_prefix)
    if not macros:
        is_alone = [
            alone or _NUMBERS.search(formula.tex) is None
            for formula, alone in zip(formulas, is_alone, strict=True)
        ]
    together = [f for f, alone in zip(formulas, is_alone, strict=True) if not alone]
    made = iter(_convert_all(together, macros, id_prefix) if together else ())
    return tuple(
        _convert_alone(formula) if alone else next(made)
        for formula, alone in zip(formulas, is_alone, strict=True)
    )


@functools.lru_cache(maxsize=16_384)
def _convert_alone(formula: Formula) -> Converted:
    if len(formula.tex) <= MOST_CHARACTERS and is_direct(formula.tex):
        (output,) = convert_snippets([(formula.tex, formula.display)], "")
        if not isinstance(output, Complaint):
            return Converted(_element(formula, finish(output)), None)
    return _convert_all([formula], NO_MACROS, "")[0]


def _convert_all(
    formulas: Sequence[Formula], macros: Mapping[str, str], id_prefix: str
) -> tuple[Converted, ...]:
    known = read_macros({name: _fit(body) for name, body in macros.items()})
    numbering = Numbering(id_prefix)
    prepared: list[_Prepared | FormulaError] = []
    endless = 0
    for formula in formulas:
        try:
            if endless >= MOST_ENDLESS and _uses_macros(formula, known):
                raise FormulaError(f"{MOST_ENDLESS} formulas above grow without end", 0)
            prepared.append(_prepare(formula, known, numbering))
        except FormulaError as failure:
            endless += isinstance(failure, EndlessError)
            prepared.append(failure)
    roots = [entry.snippet for entry in prepared if isinstance(entry, _Prepared)]
    roots += [snippet for snippet, _ in numbering.tags]
    snippets = [snippet for root in roots for snippet in _walk(root)]
    outputs = convert_snippets([(s.tex, s.display) for s in snippets], id_prefix)
    results = {id(s): output for s, output in zip(snippets, outputs, strict=True)}

    def show(snippet: Snippet) -> str:
        return assemble(snippet, lambda part: results[id(part)])

    return tuple(
        _result(formula, entry, numbering, show)
        for formula, entry in zip(formulas, prepared, strict=True)
    )


def _uses_macros(formula: Formula, known: Macros) -> bool:
    tokens = tokenize(formula.tex) if len(formula.tex) <= MOST_CHARACTERS else ()
    return bool(_DEFINES.search(formula.tex)) or any(token.text in known for token in tokens)


def _walk(snippet: Snippet) -> list[Snippet]:
    """A snippet, then those in its holes."""
    found = [snippet]
    for hole in snippet.holes:
        for part in hole.parts:
            found += _walk(part)
    return found


def _prepare(formula: Formula, known: Macros, numbering: Numbering) -> _Prepared:
    if len(formula.tex) > MOST_CHARACTERS:
        raise FormulaError(
            f"the formula is longer than {MOST_CHARACTERS} characters",
            0,
            "split it into several",
        )
    source = _fit(formula.tex)
    tokens = rewrite(expand(tokenize(source), known, ALIASES))
    problem = _doubled_row_end(tokens)
    if any(token.text in COMMANDS for token in tokens):
        tokens, odd = numbering.prepare(tokens, formula.display)
        problem = problem or odd
    return _Prepared(dig(tokens, formula.display), problem)


def _result(
    formula: Formula,
    entry: _Prepared | FormulaError,
    numbering: Numbering,
    show: Callable[[Snippet], str],
) -> Converted:
    if isinstance(entry, FormulaError):
        return _refuse(formula, entry)
    try:
        mathml, unknown = numbering.finish(show(entry.snippet), show)
    except FormulaError as failure:
        return _refuse(formula, failure)
    problem = entry.problem
    if unknown is not None and problem is None:
        problem = _unknown_label(formula.tex, unknown)
    return Converted(_element(formula, finish(mathml)), problem)


def _fit(tex: str, sign: str = "\ufffd") -> str:
    is_fit = all(map(str.isprintable, tex.split("\n")))
    return tex if is_fit else _UNFIT.sub(sign, tex)


def _element(formula: Formula, mathml: str) -> str:
    tex = html.escape(_fit(formula.tex, ""))
    display = ' display="block"' if formula.display else ""
    annotation = f'<annotation encoding="application/x-tex">{tex}</annotation>'
    return f'<math{display} alttext="{tex}"><semantics>{mathml}{annotation}</semantics></math>'


def _refuse(formula: Formula, failure: FormulaError) -> Converted:
    tex = html.escape(_fit(formula.tex))
    return Converted(f'<code class="math-error">{tex}</code>', explain(formula.tex, failure))


def _doubled_row_end(tokens: Sequence[Token]) -> MathProblem | None:
    for first, second in itertools.pairwise(tokens):
        if first.text == second.text == "\\\\" and second.at == first.at + 2:
            return MathProblem(
                "four backslashes end a row twice",
                first.at,
                4,
                "write two, `\\\\`, at the end of a row",
            )
    return None


def _unknown_label(tex: str, label: str) -> MathProblem:
    start = max(tex.find(label), 0)
    return MathProblem(
        f"no equation is labelled `{label}`",
        start,
        len(label),
        f"write `\\label{{{label}}}` into the equation that is meant",
    )
