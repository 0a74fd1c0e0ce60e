"""`apercu init` makes a site that builds at once, and touches nothing that is there."""

import json
import subprocess
import sys
from pathlib import Path

import yaml
from click.testing import CliRunner

from apercu.build import build_site
from apercu.commands.init import command
from apercu.diagnostic import ApercuError
from apercu.outcome import BuildOptions
from apercu.schema import site_schema
from apercu.starter import EXAMPLE
from conftest import read_tree, write_tree


def init(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    wrong = result.exception
    if isinstance(wrong, ApercuError):
        return wrong.exit_code, result.stdout, str(wrong)
    return result.exit_code, result.stdout, result.stderr


def build(site: Path) -> tuple[int, int]:
    """The notes and the diagnostics of a site."""
    outcome = build_site(BuildOptions(site.resolve(), site.resolve() / "_site"))
    assert outcome.published
    return outcome.notes, len(outcome.diagnostics)


def test_it_makes_a_site_that_builds_without_a_warning(tmp_path: Path) -> None:
    code, out, _ = init(tmp_path / "notes")
    assert code == 0
    files = read_tree(tmp_path / "notes")
    assert all(name in out for name in files)
    assert build(tmp_path / "notes") == (1, 0)
    page = tmp_path / "notes/_site/papers/attention-is-all-you-need/index.html"
    assert "math-error" not in page.read_text("utf-8")


def test_editors_find_the_schema_beside_the_settings(tmp_path: Path) -> None:
    init(tmp_path / "notes")
    settings = (tmp_path / "notes/apercu.yml").read_text("utf-8")
    first = settings.splitlines()[0]
    key, _, name = first.partition("$schema=")
    assert key == "# yaml-language-server: "
    schema = tmp_path / "notes" / name
    assert json.loads(schema.read_text("utf-8")) == site_schema()
    check = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    wrong = write_tree(tmp_path, {"wrong.yml": "titel: x\n"}) / "wrong.yml"
    for file, expected in ((tmp_path / "notes/apercu.yml", 0), (wrong, 1)):
        done = subprocess.run([*check, str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stdout
    assert yaml.safe_load(settings)["title"]


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    write_tree(tmp_path, {"notes/apercu.yml": "mine", "file": "x"})
    code, _, err = init(tmp_path / "notes")
    assert (code, "has 1 file in it" in err) == (2, True)
    assert read_tree(tmp_path / "notes") == {"apercu.yml": b"mine"}
    assert "is a file" in init(tmp_path / "file")[2]


OLD: dict[str, str | bytes] = {
    "a.md": "# A\n\n![p](figures/p.svg)\n",
    "deep/b.md": "# B\n\n[a](../a.md)\n",
    "figures/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>\r\n',
    "library.bib": "@article{k, title={T}}",
    "README.md": "# About these notes",
    ".obsidian/app.json": "{}",
}


def test_from_copies_a_folder_of_notes(tmp_path: Path) -> None:
    write_tree(tmp_path / "old", OLD)
    code, out, _ = init(tmp_path / "new", "--from", tmp_path / "old")
    assert (code, "4 files, copied" in out) == (0, True)
    files = read_tree(tmp_path / "new")
    for name in ("a.md", "deep/b.md", "figures/p.svg", "library.bib"):
        content = OLD[name]
        assert files[f"content/{name}"] == (
            content.encode() if isinstance(content, str) else content
        )
    assert not files.keys() & {EXAMPLE, "content/README.md", "content/.obsidian/app.json"}
    assert build(tmp_path / "new") == (2, 0)
    assert read_tree(tmp_path / "old").keys() == OLD.keys()


def test_from_a_site_keeps_its_content_where_it_is(tmp_path: Path) -> None:
    write_tree(tmp_path / "old", {"content/a.md": "# A\n", "static/robots.txt": "x"})
    init(tmp_path / "new", "--from", tmp_path / "old")
    assert {"content/a.md", "static/robots.txt"} <= read_tree(tmp_path / "new").keys()


def test_from_the_folder_itself_adds_only_what_is_missing(tmp_path: Path) -> None:
    write_tree(tmp_path, {**OLD, "apercu.yml": "title: Mine\n"})
    code, out, _ = init(tmp_path, "--from", tmp_path)
    assert (code, "kept apercu.yml, which was there" in out) == (0, True)
    files = read_tree(tmp_path)
    assert files["apercu.yml"] == b"title: Mine\n"
    assert files.keys() - OLD.keys() == {
        "apercu.yml", "apercu.schema.json", ".gitignore", ".github/workflows/pages.yml"
    }  # fmt: skip
    assert build(tmp_path) == (2, 0)
    assert "has all it needs" in init(tmp_path, "--from", tmp_path)[1]


def test_from_a_folder_without_notes_says_so(tmp_path: Path) -> None:
    write_tree(tmp_path, {"old/x.txt": "x"})
    assert "has no notes" in init(tmp_path / "new", "--from", tmp_path / "old")[2]
    assert not (tmp_path / "new").exists()
