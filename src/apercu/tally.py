"""Numbers as the terminal says them."""

from collections.abc import Iterable


def counted(number: int, noun: str) -> str:
    """ "1 page", "2 pages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def lasted(seconds: float) -> str:
    """ "38 ms", "1.84 s"."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def built_line(
    pages: int, notes: int, time: str, unchanged: int, left_out: Iterable[tuple[str, int]]
) -> str:
    """ "built 412 pages from 130 notes in 0.90 s (127 unchanged, 2 drafts left out)"."""
    details = [f"{unchanged} unchanged"] if unchanged else []
    details += [f"{count} {reason} left out" for reason, count in left_out]
    rest = f" ({', '.join(details)})" if details else ""
    what = f"{counted(pages, 'page')} from {counted(notes, 'note')}"
    return f"built {what} in {time}{rest}"
