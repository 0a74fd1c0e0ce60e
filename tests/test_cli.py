"""The command as people run it: what it prints where, and how it ends."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from apercu import __version__
from apercu.advice import ADVICE
from apercu.commands import COMMANDS
from apercu.config import KEYS
from apercu.diagnostic import CODES
from apercu.frontmatter import FIELDS, IDS, LINKS
from conftest import write_tree

REPOSITORY = Path(__file__).parents[1]
BAD = "---\nyear: twenty\n---\n# A\n\nText.\n"


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "apercu", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60)


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    made = run("--version", cwd=tmp_path)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert made.stdout == f"apercu {project['version']}\n"
    assert __version__ == project["version"]


def test_the_version_imports_neither_templates_nor_markdown() -> None:
    script = "import sys, apercu.cli; print({'jinja2', 'markdown_it', 'yaml'} & set(sys.modules))"
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert made.stdout == "set()\n"


@pytest.mark.parametrize("verb", COMMANDS)
def test_help_fits_a_terminal(verb: str, tmp_path: Path) -> None:
    made = run(verb, "-h", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    lines = made.stdout.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_a_build_says_one_line(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n", "content/b.md": "---\ndraft: 1\n---\n# B\n"})
    made = run("build", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    pattern = r"built \d+ pages from 1 note in \d+(\.\d\d)? m?s \(1 draft left out\)\n"
    assert re.fullmatch(pattern, made.stdout)
    assert "2 unchanged" in run("build", cwd=tmp_path).stdout


def test_diagnostics_go_to_stderr_with_paths_from_here(tmp_path: Path) -> None:
    write_tree(tmp_path, {"notes/content/a.md": BAD})
    made = run("build", "notes", cwd=tmp_path)
    assert (made.returncode, made.stdout) == (1, "")
    assert made.stderr.startswith("notes/content/a.md:2:7: error[AP101]: `year` must be a whole")
    assert made.stderr.endswith("1 error\nnothing was written; the last good site is as it was\n")
    assert "\x1b" not in made.stderr


def test_strict_counts_warnings(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n\n[x](no.md)\n"})
    assert run("build", cwd=tmp_path).returncode == 0
    assert run("build", "--strict", cwd=tmp_path).returncode == 1
    assert run("check", cwd=tmp_path).returncode == 0
    assert run("check", "--strict", cwd=tmp_path).returncode == 1


def test_quiet_says_errors_only(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n\n[x](no.md)\n"})
    made = run("build", "-q", cwd=tmp_path)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")


def test_a_bad_config_is_wrong_use(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n", "apercu.yml": "titel: x\n"})
    assert run("build", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("bild",),
        ("build", "--strct"),
        ("build", "--jobs", "0"),
        ("build", "nowhere"),
        ("explain", "X"),
    ],
)
def test_wrong_use_is_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    made = run(*arguments, cwd=tmp_path)
    assert made.returncode == 2
    assert "Traceback" not in made.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_verb_is_suggested(tmp_path: Path) -> None:
    assert "build" in run("bild", cwd=tmp_path).stderr


def test_json_is_one_object_with_everything(tmp_path: Path) -> None:
    links = "".join(f"[x](no{k}.md) " for k in range(15))
    write_tree(tmp_path, {"content/a.md": f"# A\n\n{links}\n"})
    report = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)
    assert report["summary"] == {"papers": 1, "errors": 0, "warnings": 15}
    first = report["diagnostics"][0]
    assert (first["code"], first["path"], first["line"], first["column"]) == (
        "AP302",
        "content/a.md",
        3,
        5,
    )


@pytest.mark.row(23)
def test_github_gets_a_line_a_problem_and_no_command_of_a_note(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": BAD + "[x](::set-env,a%0A.md)\n"})
    made = run("check", "--format", "github", cwd=tmp_path)
    lines = made.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=content/a.md,line=2,col=7,endColumn=13,title=AP101::")
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)


def test_more_than_ten_alike_are_counted(tmp_path: Path) -> None:
    links = "\n\n".join(f"[x](no{k}.md)" for k in range(14))
    write_tree(tmp_path, {"content/a.md": f"# A\n\n{links}\n"})
    assert "and 4 more AP302 (show all: --verbose)" in run("build", cwd=tmp_path).stderr
    assert run("build", "-v", cwd=tmp_path).stderr.count("warning[AP302]") == 14


@pytest.mark.row(23)
def test_control_characters_of_a_note_never_reach_the_terminal(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "---\nye\x1b]0;owned\x07ar: 1\n---\n# A\n"})
    made = run("check", cwd=tmp_path)
    assert "\x1b" not in made.stdout + made.stderr
    assert "\x07" not in made.stdout + made.stderr
    assert made.stdout != ""


def test_every_code_is_explained(tmp_path: Path) -> None:
    assert ADVICE.keys() == CODES.keys()
    made = run("explain", "ap101", cwd=tmp_path)
    assert made.stdout.startswith("error[AP101]: A front matter field")
    assert "AP101" in run("explain", "AP110x", cwd=tmp_path).stderr


def test_new_prints_the_path_alone_and_never_overwrites(tmp_path: Path) -> None:
    write_tree(tmp_path, {"apercu.yml": ""})
    made = run("new", 'Deep "Learning": a #1 review', cwd=tmp_path)
    assert made.stdout == "content/deep-learning-a-1-review.md\n"
    assert run("build", "--strict", cwd=tmp_path).returncode == 0
    assert run("new", 'Deep "Learning": a #1 review', cwd=tmp_path).returncode == 1
    page = (tmp_path / "_site/papers/deep-learning-a-1-review/index.html").read_text("utf-8")
    assert 'Deep "Learning": a #1 review</h1>' in page


@pytest.mark.row(32)
def test_clean_removes_what_builds_made(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n"})
    run("build", cwd=tmp_path)
    assert run("clean", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_a_link_out_of_the_site_is_not_quoted(tmp_path: Path) -> None:
    write_tree(tmp_path, {"secret.txt": "hush\n", "site/content/a.md": "# A\n"})
    (tmp_path / "site/content/b.md").symlink_to(tmp_path / "secret.txt")
    made = run("check", "site", cwd=tmp_path)
    assert "AP116" in made.stdout
    assert "hush" not in made.stdout


@pytest.mark.row(31)
def test_another_build_at_work_is_told(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n"})
    script = (
        "import sys; from pathlib import Path; from apercu.lock import site_lock\n"
        "with site_lock(Path('.apercu')): print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        made = run("build", cwd=tmp_path)
        holder.kill()
    assert (made.returncode, made.stdout) == (3, "")
    assert "another build" in made.stderr
    assert run("build", cwd=tmp_path).returncode == 0


def test_the_readme_names_every_setting_and_every_field() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    names = {key.split(".")[0] for key in KEYS} | {*FIELDS, *IDS, *LINKS}
    assert [name for name in sorted(names) if f"`{name}" not in readme] == []
