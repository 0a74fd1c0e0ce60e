"""Golden errors: the site `tests/errors/CODE/site` gives exactly the report `expected.txt`."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from apercu.build import build_site, check_site
from apercu.diagnostic import CODES
from apercu.link import LinkOptions, link_site
from apercu.model import Source
from apercu.outcome import BuildOptions
from apercu.parse import ParseOptions, lost_note, parse_source
from apercu.report import format_text

ERRORS = Path(__file__).parent / "errors"
NAMES = sorted(path.name for path in ERRORS.iterdir() if path.is_dir())


def _add_socket(site: Path) -> None:
    """A thing that git cannot keep."""
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(site / "content")  # the path of a socket may have 107 bytes
        listener.bind("socket.md")
        os.chdir(here)


def _add_huge(site: Path) -> None:
    (site / "content/huge.md").write_text("# Huge\n" + "word " * 500_000, "utf-8")


def _add_utf16(site: Path) -> None:
    (site / "content/utf16.md").write_bytes("# Naïve\n".encode("utf-16"))


def _add_control(site: Path) -> None:
    (site / "content/control.md").write_text("# Control\n\nA bell \x07 rings.\n", "utf-8")


PREPARE: dict[str, Callable[[Path], None]] = {
    "AP108": _add_utf16,
    "AP112": _add_control,
    "AP114": _add_huge,
    "AP116": _add_socket,
}


@pytest.mark.row(1, 2, 3)
@pytest.mark.parametrize("name", NAMES)
def test_golden_error(name: str, tmp_path: Path, record: bool) -> None:
    site = tmp_path / "site"
    shutil.copytree(ERRORS / name / "site", site)
    prepare = PREPARE.get(name)
    if prepare:
        prepare(site)
    outcome = check_site(BuildOptions(site=site, output=site / "_site"))
    report = format_text(outcome.diagnostics, line_of=lambda path, line: _line(site / path, line))
    expected = ERRORS / name / "expected.txt"
    if record:
        expected.write_text(report, "utf-8")
    assert report == expected.read_text("utf-8")
    assert f"[{name.partition('-')[0]}]" in report


def _line(path: Path, line: int) -> str:
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    return lines[line - 1] if line <= len(lines) else ""


def test_every_code_has_a_case() -> None:
    cases = {name.partition("-")[0] for name in NAMES}
    assert set(CODES) - cases == {"AP117", "AP118", "AP208"}, "these have tests of their own below"


@pytest.mark.row(1)
def test_an_error_writes_nothing_and_keeps_the_last_good_site(tmp_path: Path) -> None:
    note = tmp_path / "content" / "note.md"
    note.parent.mkdir()
    note.write_text("# A paper\n\nGood.\n", "utf-8")
    options = BuildOptions(site=tmp_path, output=tmp_path / "_site")
    assert build_site(options).published
    good = (tmp_path / "_site" / "papers" / "a-paper" / "index.html").read_bytes()
    note.write_text("---\nyear: twenty\n---\n# A paper\n\nBad.\n", "utf-8")
    assert not build_site(options).published
    assert (tmp_path / "_site" / "papers" / "a-paper" / "index.html").read_bytes() == good


def test_a_note_that_kills_its_process_is_an_error_and_links_to_it_hold() -> None:
    """AP208. That the process is noticed and the other notes are read is a test of the cache."""
    parsed = lost_note(Source("content/a.md", "# A paper"))
    assert [d.code for d in parsed.diagnostics] == ["AP208"]
    assert parsed.summary is not None
    linking = parse_source(Source("content/b.md", "# B\n\n[a](a.md)\n"), ParseOptions())
    _, found = link_site([parsed, linking], [], [], LinkOptions())
    assert found == ()


@pytest.mark.row(15)
def test_an_unreadable_folder_is_an_error() -> None:
    """AP117. Root reads everything, so the build runs as somebody else."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "content" / "locked").mkdir(parents=True)
        (folder / "content" / "note.md").write_text("# A paper\n", "utf-8")
        (folder / "content" / "locked").chmod(0)
        folder.chmod(0o755)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                found = check_site(BuildOptions(site=folder, output=folder / "_site")).diagnostics
                status = 0 if [d.code for d in found] == ["AP117"] else 1
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        (folder / "content" / "locked").chmod(0o755)
        shutil.rmtree(folder)
