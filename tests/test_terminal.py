"""What a terminal gets: colors where they are wanted, letters that it knows, and completion."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from apercu.commands import COMMANDS
from conftest import write_tree

BAD: dict[str, str | bytes] = {"content/a.md": "---\nyear: twenty…\n---\n# A\n"}
PLAIN = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "CI")}


def run(site: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apercu", *arguments], cwd=site, env={**PLAIN, **env},
        capture_output=True, text=True, encoding="latin-1", check=False, timeout=60,
    )  # fmt: skip


def on_terminal(site: Path, *arguments: str, **env: str) -> str:
    terminal, inside = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "apercu", *arguments], cwd=site,
        env={**PLAIN, "TERM": "xterm", **env}, stdout=inside, stderr=inside, check=False,
    )  # fmt: skip
    os.close(inside)
    said = os.read(terminal, 10_000).decode()
    os.close(terminal)
    return said


@pytest.mark.parametrize(
    ("options", "environment", "is_colored"),
    [
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "auto"), {}, True),
    ],
)
def test_colors_on_a_terminal(
    options: tuple[str, ...], environment: dict[str, str], is_colored: bool, tmp_path: Path
) -> None:
    said = on_terminal(write_tree(tmp_path, BAD), "check", *options, **environment)
    assert "error[AP101]" in said
    assert ("\x1b[1;31m" in said) is is_colored


@pytest.mark.parametrize(
    ("options", "environment", "is_colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color=always",), {"NO_COLOR": "1"}, True),
    ],
)
def test_colors_elsewhere(
    options: tuple[str, ...], environment: dict[str, str], is_colored: bool, tmp_path: Path
) -> None:
    said = run(write_tree(tmp_path, BAD), "check", *options, **environment).stdout
    assert ("\x1b[1;31m" in said) is is_colored


def test_a_letter_that_the_terminal_lacks_is_no_failure(tmp_path: Path) -> None:
    done = run(write_tree(tmp_path, BAD), "check", PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert 'not "twenty..."' in done.stdout
    made = run(tmp_path, "new", "注意力", PYTHONIOENCODING="latin-1")
    assert (made.returncode, made.stdout) == (0, "content/???.md\n")


def test_alone_it_helps_and_knows_where_it_is(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"  {verb}" in done.stdout for verb in COMMANDS)
    assert "..." not in done.stdout.partition("Commands:")[2]
    assert "This folder is a site" not in done.stdout
    assert "This folder is a site" in run(write_tree(tmp_path, {"apercu.yml": ""})).stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("biuld",), "did you mean `build`?"),
        (("build", "--strct"), "Did you mean '--strict'?"),
        (("check", "--format", "jsn"), "'json'"),
        (("init", "x", "--form", "y"), "--from"),
    ],
)
def test_what_is_misspelt_is_suggested(
    arguments: tuple[str, ...], hint: str, tmp_path: Path
) -> None:
    done = run(tmp_path, *arguments)
    assert (done.returncode, hint in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("apercu ser", {"serve"}),
        ("apercu build --str", {"--strict"}),
        ("apercu explain ap10", {f"AP10{k}" for k in range(1, 10)}),
        ("apercu completion ", {"bash", "zsh", "fish"}),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_what_may_follow(
    shell: str, words: str, found: set[str], tmp_path: Path
) -> None:
    index = words.count(" ")
    # fish hands over the word itself, the others its number.
    number = words.rpartition(" ")[2] if shell == "fish" else str(index)
    asked = {"_APERCU_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": number}
    done = run(tmp_path, **asked)
    lines = done.stdout.split("\n")
    told = {line.partition("\t")[0].removeprefix("plain,") for line in lines}
    assert found <= told, done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str, tmp_path: Path) -> None:
    done = run(tmp_path, "completion", shell)
    assert (done.returncode, f"_APERCU_COMPLETE={shell}_complete" in done.stdout) == (0, True)
    if shell == "bash":
        line = f"{done.stdout}\ncomplete -p apercu"
        bash = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
        assert "-F _apercu_completion apercu" in bash.stdout
