"""Golden sites: `tests/golden/NAME/site` builds to exactly `expected/`; `make golden` records."""

import shutil
from pathlib import Path

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from conftest import read_tree

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_golden_site(name: str, tmp_path: Path, record: bool) -> None:
    site = tmp_path / "site"
    shutil.copytree(GOLDEN / name / "site", site)
    outcome = build_site(BuildOptions(site=site, output=site / "_site"))
    assert outcome.published
    built = {path: content for path, content in read_tree(site / "_site").items() if _tells(path)}
    expected = GOLDEN / name / "expected"
    if record:
        shutil.rmtree(expected, ignore_errors=True)
        for path, content in built.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(content)
    assert built == read_tree(expected)


def _tells(path: str) -> bool:
    """The theme and Pagefind's program are the same for all sites; both are tested elsewhere."""
    return not path.startswith(("theme/", "pagefind/"))
