"""Any sequence of edits: what an incremental build gives is what a clean one gives, and says."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apercu.outcome import BuildOptions, Outcome
from apercu.refresh import refresh_site
from blackbox import apercu
from conftest import read_tree, write_tree

STEPS, RUNS = 25, 10
NAMES = tuple(f"content/{name}.md" for name in ("a", "b", "c", "deep/d", "pages/e"))
BODIES = (
    "# Title one\n\nSome words.\n",
    "# Title two\n\nSame words!\n",
    "---\ntitle: Title one\narxiv: '1706.03762'\ntags: [x, y]\n---\n[b](b.md) $x$\n",
    "---\ntitle: Other\narxiv: '1706.03762'\nvenue: ICML\n---\n![p](p.png) [@key]\n",
    "---\ntitle: Draft\ndraft: true\n---\n[a](a.md)\n",
    "---\ntitle: Broken\nyear: twenty\n---\nx\n",
    "---\ntitle: Warns\nyaer: 1\n---\nBad $\\frac{a$ and [no](no.md), \\cite{nobody}.\n",
    "",
)
PARAGRAPHS = ("More words.", "More, $x$.", "Bad $\\frac{a$.", "## A heading", "As [@key] says.")
SETTINGS = ("", "title: T\n", "base_url: https://x.org/\n", "people: {ada: Ada}\n", "titel: x\n",
            "citations: {style: numeric}\n", "papers: {stubs: pages}\n", "lang: de\n",
            "math: {macros: {R: '\\mathbb{R}'}}\n")  # fmt: skip
TEMPLATES = ("", "{% extends 'default/paper.html' %}", "mine: {{ page.title.plain }}", "{{ no }}")
LIBRARIES = (
    "",
    "@misc{key, title={Keyed}, year=2001}\n",
    "@misc{key, title={Kayed}, year=2001}\n",
    "@article{other, title={O}, eprint={1706.03762}, archiveprefix={arXiv}}\n",
    "@misc{",
)


class Author(RuleBasedStateMachine):
    """Edits a site as authors do; after each edit both builds are compared."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="apercu-edits-"))
        self.site = self.folder / "site"
        self.drafts = self.strict = False
        self.edited = False

    def _write(self, name: str, text: str) -> None:
        write_tree(self.site, {name: text})
        self.edited = True

    @initialize()
    def begin(self) -> None:
        self._write("apercu.yml", "search: false\n")
        self._write(NAMES[0], BODIES[0])

    @rule(name=st.sampled_from(NAMES), body=st.sampled_from(BODIES))
    def edit(self, name: str, body: str) -> None:
        self._write(name, body)

    @rule(name=st.sampled_from(NAMES), words=st.sampled_from(("Some words", "Sxme words")))
    def edit_with_the_same_size_and_time(self, name: str, words: str) -> None:
        path = self.site / name
        if path.is_file():
            before = path.stat()
            text = path.read_text("utf-8").replace("Some words", words).replace("Sxme words", words)
            path.write_text(text, "utf-8")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            self.edited = True

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(PARAGRAPHS))
    def add_a_paragraph(self, name: str, text: str) -> None:
        path = self.site / name
        if path.is_file():
            self._write(name, f"{path.read_text('utf-8')}\n{text}\n")

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        if name != NAMES[0]:
            (self.site / name).unlink(missing_ok=True)
            self.edited = True

    @rule(old=st.sampled_from(NAMES[1:]), new=st.sampled_from(NAMES[1:]))
    def rename(self, old: str, new: str) -> None:
        if (self.site / old).is_file():
            (self.site / new).parent.mkdir(parents=True, exist_ok=True)
            (self.site / old).rename(self.site / new)
            self.edited = True

    @rule(name=st.sampled_from(NAMES))
    def touch(self, name: str) -> None:
        if (self.site / name).is_file():
            os.utime(self.site / name, (1, 1))
            self.edited = True

    @rule(text=st.sampled_from(SETTINGS))
    def configure(self, text: str) -> None:
        self._write("apercu.yml", f"search: false\n{text}")

    @rule(text=st.sampled_from(TEMPLATES))
    def change_a_template(self, text: str) -> None:
        self._write("templates/paper.html", text)
        if not text:
            (self.site / "templates/paper.html").unlink()

    @rule(text=st.sampled_from(("", "/* mine */", "/* more */")))
    def change_the_theme(self, text: str) -> None:
        self._write("theme/apercu.css", text)
        if not text:
            (self.site / "theme/apercu.css").unlink()

    @rule(text=st.sampled_from(LIBRARIES))
    def change_the_library(self, text: str) -> None:
        self._write("content/library.bib", text)

    @rule(size=st.sampled_from((0, 1, 2)))
    def change_a_picture(self, size: int) -> None:
        self._write("content/p.png", "x" * size)
        if not size:
            (self.site / "content/p.png").unlink()

    @rule(drafts=st.booleans(), strict=st.booleans())
    def ask_for_something_else(self, drafts: bool, strict: bool) -> None:
        self.drafts, self.strict = drafts, strict
        self.edited = True

    @rule(name=st.sampled_from((".apercu", "_site/index.html", "_site")))
    def lose_what_was_made(self, name: str) -> None:
        path = self.site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        self.edited = True

    @invariant()
    def both_builds_are_equal(self) -> None:
        if not self.edited:
            return
        self.edited = False
        output = self.site / "_site"
        held = read_tree(output) if output.exists() else {}
        warm = self._build(output, clean=False)
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        kept = self.site / ".apercu"
        aside = self.folder / "aside"
        kept.rename(aside)
        clean = self._build(fresh, clean=True)
        shutil.rmtree(kept)
        aside.rename(kept)
        assert warm.diagnostics == clean.diagnostics
        assert warm.published == clean.published
        now = read_tree(output) if output.exists() else {}
        assert now == (read_tree(fresh) if clean.published else held)

    def _build(self, output: Path, *, clean: bool) -> Outcome:
        return refresh_site(
            BuildOptions(
                self.site, output, jobs=1, clean=clean, drafts=self.drafts, strict=self.strict
            )
        )

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


@pytest.mark.row(35)
@pytest.mark.point(3, 4)
def test_any_sequence_of_edits_ends_as_a_clean_build() -> None:
    """Some hundreds of steps, the same ones each time."""
    run_state_machine_as_test(
        Author,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.row(35)
@pytest.mark.point(4)
def test_an_edit_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    site = write_tree(tmp_path, {"apercu.yml": "search: false\n", "content/a.md": "# A\n\nFirst\n"})
    assert apercu("build", site).code == 0
    note = site / "content/a.md"
    before = note.stat()
    note.write_text("# A\n\nOther\n", "utf-8")
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert note.stat().st_size == before.st_size
    assert apercu("build", site).code == 0
    assert b"Other" in read_tree(site / "_site")["papers/a/index.html"]
