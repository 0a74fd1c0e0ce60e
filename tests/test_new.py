"""`apercu new` makes a note of what is known of a paper, and never a second one unasked."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from apercu.build import check_site
from apercu.commands.new import command
from apercu.diagnostic import ApercuError
from apercu.outcome import BuildOptions
from conftest import write_tree

NOWHERE = {"https_proxy": "http://127.0.0.1:1", "no_proxy": ""}
"""With these no request leaves the machine: nobody listens there."""


def new(site: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code, what is printed, and what is said beside it."""
    result = CliRunner().invoke(command, [*arguments, "--site", str(site)], env=NOWHERE)
    wrong = result.exception
    if isinstance(wrong, ApercuError):
        return wrong.exit_code, result.stdout, f"{wrong}\n{wrong.help}"
    return result.exit_code, result.stdout, result.stderr


def problems(site: Path) -> list[str]:
    found = check_site(BuildOptions(site.resolve(), site.resolve() / "_site")).diagnostics
    return [problem.code for problem in found]


FETCHED = {
    kind: {"title": 'A "quoted": title', "authors": ["A B", "C D", "E F", "G H"], "year": "2017",
           "venue": "arXiv", kind.partition(":")[0]: kind.partition(":")[2]}
    for kind in ("arxiv:1706.03762", "doi:10.1145/3292500.3330701", "openreview:SJgIPJBFvH",
                 "acl:N19-1423")
}  # fmt: skip
"""As the cache keeps it."""
KNOWN: dict[str, str | bytes] = {".apercu/fetched.json": json.dumps(FETCHED), "apercu.yml": ""}


@pytest.mark.parametrize(
    "name",
    ["1706.03762", "arXiv:1706.03762v5", "https://arxiv.org/abs/1706.03762v2",
     "10.48550/arXiv.1706.03762", "arxiv.org/pdf/1706.03762.pdf", "10.1145/3292500.3330701",
     "doi:10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701",
     "https://dl.acm.org/doi/10.1145/3292500.3330701",
     "https://dl.acm.org/doi/pdf/10.1145/3292500.3330701/full?x=1",
     "https://aclanthology.org/N19-1423/",
     "https://openreview.net/forum?id=SJgIPJBFvH&noteId=x", "https://aclanthology.org/N19-1423.pdf"],
)  # fmt: skip
def test_a_paper_is_named_by_any_of_its_ids(name: str, tmp_path: Path) -> None:
    write_tree(tmp_path, KNOWN)
    code, out, err = new(tmp_path, name)
    note = tmp_path / "content/a-quoted-title.md"
    assert (code, out) == (0, f"{note}\n")
    assert 'title    A "quoted": title\n  authors  A B, C D, E F, +1\n' in err
    text = note.read_text("utf-8")
    assert text.startswith('---\ntitle: "A \\"quoted\\": title"\nauthors: ["A B", "C D", ')
    assert '\nslug: "a-quoted-title"\ntldr:\ndate: ' in text
    assert problems(tmp_path) == []


def test_without_a_network_the_note_has_what_is_known(tmp_path: Path) -> None:
    write_tree(tmp_path, {"apercu.yml": ""})
    code, out, err = new(tmp_path, "1706.03762")
    assert (code, out) == (3, f"{tmp_path}/content/1706-03762.md\n")
    assert re.match(r"error: arXiv cannot be reached: .*; the note has what is known", err)
    text = Path(out.strip()).read_text("utf-8")
    assert text.startswith('---\nauthors: []\nyear:\nvenue:\narxiv: "1706.03762"\ntldr:\n')
    assert problems(tmp_path) == ["AP109"]


@pytest.mark.parametrize(
    ("name", "help"),
    [("https://example.org/paper.pdf", "name the paper by its title"),
     ("2006.1070", "`2006.10700`")],
)  # fmt: skip
def test_what_names_no_paper_makes_no_note(name: str, help: str, tmp_path: Path) -> None:
    code, out, err = new(tmp_path, name)
    assert (code, out, help in err) == (2, "", True)
    assert list(tmp_path.iterdir()) == []


def test_a_title_needs_no_quotes(tmp_path: Path) -> None:
    _, out, _ = new(tmp_path, "Deep", "Residual", "Learning")
    assert Path(out.strip()).name == "deep-residual-learning.md"
    assert 'title: "Deep Residual Learning"\n' in Path(out.strip()).read_text("utf-8")


LIBRARY = (
    "@article{vaswani2017, title={Attention}, year=2017, eprint={1706.03762},"
    " archiveprefix={arXiv}}"
)


@pytest.mark.parametrize("name", ["vaswani2017", "@vaswani2017", "1706.03762"])
def test_the_library_is_asked_before_others(name: str, tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/l.bib": LIBRARY})
    code, out, _ = new(tmp_path, name)
    assert (code, Path(out.strip()).name) == (0, "attention.md")
    assert '\npaper: "vaswani2017"\n' in Path(out.strip()).read_text("utf-8")
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("arxiv: '1706.03762'", "1706.03762"),
        ("arxiv: '1706.03762'", "X y"),
        ("paper: vaswani2017", "1706.03762"),
        ("doi: 10.1000/x", "acl:N19-1423"),
    ],
)
def test_a_paper_that_is_here_is_said_and_a_second_summary_offered(
    note: str, name: str, tmp_path: Path
) -> None:
    library = LIBRARY.replace("Attention", "X y") if "vaswani" in note else ""
    fetched = {"acl:N19-1423": {"title": "X y", "acl": "N19-1423", "doi": "10.1000/x"}}
    write_tree(tmp_path, {"content/x.md": f"---\ntitle: X y\n{note}\nauthor: jo\n---\nText.\n"})
    write_tree(tmp_path, {".apercu/fetched.json": json.dumps(fetched), "content/l.bib": library})
    code, out, err = new(tmp_path, name)
    assert (code, out) == (1, "")
    assert "content/x.md is about this paper already" in err
    assert "--second" in err
    code, out, _ = new(tmp_path, name, "--second")
    assert code == 0
    second = Path(out.strip())
    second.write_text(second.read_text("utf-8").replace("author:", "author: kim") + "More.\n")
    made = check_site(BuildOptions(tmp_path, tmp_path / "_site"))
    assert (made.papers, made.notes, made.diagnostics) == (1, 2, ())


def test_a_paper_without_an_id_must_get_one_before_its_second_summary(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/x.md": "# X y\n\nText.\n"})
    code, _, err = new(tmp_path, "X y", "--second")
    assert (code, "`paper: my-key`" in err) == (1, True)


def test_another_paper_of_the_same_title_gets_a_url_of_its_own(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {**KNOWN, "content/x.md": '---\ntitle: "A quoted: title"\ndoi: 10.1000/x\n---\n'}
    )
    _, out, _ = new(tmp_path, "1706.03762")
    assert Path(out.strip()).name == "a-quoted-title-2017.md"
    assert '\nslug: "a-quoted-title-2017"\n' in Path(out.strip()).read_text("utf-8")
    assert problems(tmp_path) == ["AP304"]


def test_notes_beside_the_settings_are_not_hidden_by_a_new_folder(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.md": "# A\n"})
    assert new(tmp_path, "Fresh")[1] == f"{tmp_path}/fresh.md\n"
    assert check_site(BuildOptions(tmp_path, tmp_path / "_site")).notes == 2


TEMPLATE = """---
# how far
status: reading
date:
tags: [to-sort]
year: 1900
---

## What is new

## What is missing
"""


def test_a_template_gives_a_note_its_beginning(tmp_path: Path) -> None:
    write_tree(tmp_path, {**KNOWN, "templates/notes/review.md": TEMPLATE})
    _, out, _ = new(tmp_path, "1706.03762", "--template", "review")
    text = Path(out.strip()).read_text("utf-8")
    assert "\nyear: 2017\n" in text
    assert "1900" not in text
    assert re.search(
        r"\ndate: \d{4}-\d\d-\d\d\ntags: \[to-sort\]\n# how far\nstatus: reading\n---\n\n##", text
    )
    assert text.endswith("## What is new\n\n## What is missing\n")
    assert problems(tmp_path) == []


def test_a_template_that_is_not_there_is_said(tmp_path: Path) -> None:
    write_tree(tmp_path, {"templates/notes/review.md": TEMPLATE})
    code, _, err = new(tmp_path, "T", "--template", "reviw")
    assert (code, "did you mean `review`?" in err) == (2, True)
    assert not (tmp_path / "content").exists()


def test_the_editor_is_opened_and_a_terminal_is_asked(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/x.md": "---\ntitle: X\ndoi: 10.1000/x\n---\nText.\n"})
    write_tree(tmp_path, {"editor.sh": f'#!/bin/sh\necho "$1" > {tmp_path}/edited\n'})
    (tmp_path / "editor.sh").chmod(0o755)
    terminal, inside = pty.openpty()
    os.write(terminal, b"y\n")
    done = subprocess.run(
        [sys.executable, "-m", "apercu", "new", "10.1000/x", "--edit"], cwd=tmp_path,
        env={**os.environ, "VISUAL": str(tmp_path / "editor.sh")},
        stdin=inside, stderr=inside, stdout=subprocess.PIPE, text=True, check=False, timeout=60,
    )  # fmt: skip
    os.close(inside)
    said = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert (done.returncode, done.stdout) == (0, "content/x-2.md\n"), said
    assert "Write a second summary of it? [y/N]" in said
    assert (tmp_path / "edited").read_text("utf-8") == f"{tmp_path}/content/x-2.md\n"
