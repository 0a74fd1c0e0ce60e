"""Lints: what is right by the rules and probably still not meant. Shown by `apercu check`."""

from collections.abc import Callable, Iterable

from apercu.checks.metadata import check_metadata
from apercu.checks.tags import check_tags
from apercu.diagnostic import Diagnostic
from apercu.site import Site

CHECKS: tuple[Callable[[Site], Iterable[Diagnostic]], ...] = (check_tags, check_metadata)
