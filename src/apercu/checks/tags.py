"""Tags that are probably one: they differ only by case, or a rare one is a letter from another."""

from collections import Counter
from collections.abc import Iterator

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.model import Summary
from apercu.site import Site
from apercu.text import nearest, slugify

RARE, FREQUENT = 1, 3
"""Uses of a tag that may be a slip, and of the one that was probably meant."""


def check_tags(site: Site) -> Iterator[Diagnostic]:
    """One warning a note and tag."""
    notes = sorted((s for paper in site.papers for s in paper.summaries), key=lambda s: s.path)
    uses = Counter(tag for summary in notes for tag in dict.fromkeys(summary.tags))
    common: dict[str, str] = {}
    for tag in sorted(uses, key=lambda tag: (-uses[tag], tag)):
        common.setdefault(slugify(tag), tag)
    frequent = sorted(tag for tag in common.values() if uses[tag] >= FREQUENT)
    for summary in notes:
        for tag in dict.fromkeys(summary.tags):
            usual = common[slugify(tag)]
            if usual != tag:
                message = f'the tag "{tag}" is written "{usual}" {_times(uses[usual])}'
                yield diagnose("AP601", message, _span(summary, tag), f"write `{usual}`")
            elif uses[tag] <= RARE and len(tag) > 4:
                for meant in nearest(tag, [other for other in frequent if other != tag], 1):
                    message = f'the tag "{tag}" is used once; "{meant}" {_times(uses[meant])}'
                    help = f"did you mean `{meant}`?"
                    yield diagnose("AP601", message, _span(summary, tag), help)


def _times(uses: int) -> str:
    return "once" if uses == 1 else f"{uses} times"


def _span(summary: Summary, tag: str) -> Span:
    return summary.spans.get("tags", Span(summary.path, length=len(tag)))
