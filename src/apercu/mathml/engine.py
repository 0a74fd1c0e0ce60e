"""The door to math-core: TeX it understands goes in, MathML or its complaint comes out.

Nothing else imports it, since it is young and has one main author. It recurses as deep as a
formula nests and dies with the process when the stack ends, so all of it runs on a thread
with a large one.
"""

import functools
import html
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from xml.parsers import expat

from math_core import LatexToMathML

from apercu.late import late
from apercu.mathml.brackets import MOST_OPEN, unclosed_bracket
from apercu.mathml.formula import FormulaError
from apercu.record import Record

STACK_SIZES = (512 << 20, 256 << 20, 128 << 20)
"""Bytes. 100,000 nested braces need more than 8 MB and less than the first of these; where an
address space is limited the next is tried. The memory is only reserved."""
EXPANSIONS = 200

_stack_size = threading.Lock()
_this_thread = threading.local()
_ERROR = late(r'<(?:p|span) class="math-core-error" title="(\d+): (.*?)\.?"><code>', re.DOTALL)
_OPENING = late(r"<math[^>]*><semantics>")
_ANNOTATION = "<annotation "
_PIECE = late(r'(/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)(/?)>([^<>]*)')
_ELEMENTS = frozenset(
    """math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle mpadded mphantom menclose msub
    msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd merror
    a b i u em span code""".split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset(
    """accent accentunder class columnalign columnlines columnspacing depth display displaystyle
    fence form height href id largeop linethickness lspace mathsize mathvariant maxsize minsize
    movablelimits notation rowspacing rspace scriptlevel separator stretchy style symmetric voffset
    width""".split()  # noqa: SIM905
)

T = TypeVar("T")
Input = TypeVar("Input")


class Complaint(Record):
    """Why the engine refused a snippet. `at` counts characters of the snippet, from 0."""

    message: str
    at: int


def convert_snippets(
    snippets: Sequence[tuple[str, bool]], id_prefix: str
) -> tuple[str | Complaint, ...]:
    """For each (TeX, is display) one MathML element, or why there is none.

    Equations are numbered in the order of the snippets; a refused one takes no number.
    """
    converter = LatexToMathML(
        annotation=True,
        allow_unreliable_rendering=True,
        fancy_error=False,
        max_expansions=EXPANSIONS,
        continue_on_error=True,
        id_prefix=id_prefix,
    )
    unclosed = [unclosed_bracket(tex) for tex, _ in snippets]
    safe = [
        ("" if at is not None else tex, d) for (tex, d), at in zip(snippets, unclosed, strict=True)
    ]
    outputs = converter.convert_all(safe)
    return tuple(
        _read(output) if at is None else Complaint(f"More than {MOST_OPEN} brackets stay open", at)
        for output, at in zip(outputs, unclosed, strict=True)
    )


def _read(output: str) -> str | Complaint:
    error = _ERROR.match(output)
    if error:
        return Complaint(html.unescape(error[2]), int(error[1]))
    opening = _OPENING.match(output)
    end = output.rfind(_ANNOTATION)
    if opening is None or end < 0:
        return Complaint("The formula has no form in MathML", 0)
    # The one named entity that the engine writes is unknown to XML.
    mathml = output[opening.end() : end].replace("&ApplyFunction;", "\u2061")
    return mathml if is_sound(mathml) else Complaint("The formula cannot be shown safely", 0)


def is_sound(mathml: str) -> bool:
    r"""Whether it is well-formed, of known elements and attributes only.

    The engine once let the signs of `\operatornamewithlimits\lt` through as markup.
    """
    return _is_plainly_sound(mathml) or _is_known(mathml)


def _is_plainly_sound(mathml: str) -> bool:
    """Whether it is sound tag by tag and they nest: formulas are made of few different tags."""
    before, *pieces = mathml.split("<")
    opened: list[str] = []
    for opens, name in map(_read_piece, pieces):
        if opens:
            opened.append(name)
        elif name and (not opened or opened.pop() != name):
            return False
    return not before and not opened


@functools.lru_cache(maxsize=8192)
def _read_piece(piece: str) -> tuple[bool, str]:
    """Whether a tag with the text behind it opens an element, and which one it opens or closes.

    `<mspace/>` does neither. An unsound one opens what nothing closes.
    """
    match = _PIECE.fullmatch(piece)
    if match is None:
        return True, piece
    slash, name, attributes, end, text = match.groups()
    is_one = not (slash and (attributes or end))
    if not is_one or not _is_known(f"<{name}{attributes}/><mi>{text}</mi>"):
        return True, piece
    return not (slash or end), "" if end else name


def _is_known(mathml: str) -> bool:
    known = True

    def check(name: str, attributes: dict[str, str]) -> None:
        nonlocal known
        known &= name in _ELEMENTS and attributes.keys() <= _ATTRIBUTES
        known &= attributes.get("href", "#")[0] == "#" and "url" not in attributes.get("style", "")

    parser = expat.ParserCreate()
    parser.StartElementHandler = check
    try:
        parser.Parse(f"<math>{mathml}</math>", True)
    except expat.ExpatError:
        return False
    return known


def with_large_stack(work: Callable[[], T]) -> T:
    """What `work` gives, done on a thread that may recurse deeply.

    Raises a FormulaError where the system has no room for such a thread.
    """
    if _is_large():
        return work()
    with _large_thread() as thread:
        if thread is None:
            raise FormulaError("there is no memory to convert formulas in", 0, "raise its limit")
        return thread.submit(work).result()


def with_many_formulas(work: Callable[[], T]) -> T:
    """What `work` gives: all that it converts shares one large stack, if there is room for one."""
    if _is_large():
        return work()
    with _large_thread() as thread:
        return work() if thread is None else thread.submit(work).result()


def map_many_formulas(function: Callable[[Input], T], inputs: Sequence[Input]) -> list[T]:
    """What `function` gives for each: all of them share one large stack, if there is room for one.

    A thread with it takes a third of a millisecond to start, more than most formulas. Whoever
    interrupts waits for one of the inputs.
    """
    is_stopped = threading.Event()

    def work() -> list[T]:
        return [function(item) for item in inputs if not is_stopped.is_set()]

    with _large_thread() as thread:
        if thread is None:
            return work()
        try:
            return thread.submit(work).result()
        except BaseException:
            is_stopped.set()
            raise


@contextmanager
def _large_thread() -> Iterator[ThreadPoolExecutor | None]:
    """A thread with a large stack; None where there is no room for one."""
    for size in STACK_SIZES:
        pool = ThreadPoolExecutor(1, "mathml")
        # The size is one setting of the whole process: it is set, used and put back under a lock.
        with _stack_size:
            before = threading.stack_size(size)
            try:
                pool.submit(_mark)
            except RuntimeError:
                continue
            finally:
                threading.stack_size(before)
        with pool:
            yield pool
        return
    yield None


def _is_large() -> bool:
    return getattr(_this_thread, "is_large", False)


def _mark() -> None:
    _this_thread.is_large = True
