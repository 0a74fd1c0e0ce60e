"""The first session in the README was had: each command runs and prints what stands there."""

import json
import os
import re
import signal
import subprocess
import sysconfig
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
SCRIPTS = sysconfig.get_path("scripts")
# As arXiv answers; what was fetched once is kept, and nobody is asked again.
FETCHED = {
    "arxiv:1512.03385": {
        "title": "Deep Residual Learning for Image Recognition",
        "authors": ["Kaiming He", "Xiangyu Zhang", "Shaoqing Ren", "Jian Sun"],
        "year": "2015", "venue": "arXiv", "arxiv": "1512.03385",
        "abstract": "Deeper neural networks are more difficult to train.",
    }
}  # fmt: skip


def session() -> list[tuple[str, list[str]]]:
    """Each command of the transcript, with the lines that follow it."""
    block = re.search(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert block is not None
    steps: list[tuple[str, list[str]]] = []
    for line in block[1].splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def plain(lines: list[str]) -> list[str]:
    """What is the same each time: no durations, digests, ports and counts of pages."""
    text = re.sub(r"\d+ ms|\d+\.\d\d s", "1 s", "\n".join(lines))
    text = re.sub(r"\d+ (pages|changed files)", r"N \1", text)
    text = re.sub(r"\([0-9a-f]{7}\)", "(abcdef0)", text)
    # Another port if the first is taken, and a line that says so.
    text = re.sub(r"8000 is in use; another is taken\n", "", text)
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", text).splitlines()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """With a repository of this machine in the place of GitHub."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        f'[url "{remote}"]\n insteadOf = https://github.com/jane/notes.git\n'
        "[init]\n defaultBranch = main\n[user]\n name = Jane\n email = jane@example.org\n",
        "utf-8",
    )
    return {
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": str(settings), "GIT_CONFIG_SYSTEM": os.devnull, "CI": "true",
        "https_proxy": "http://127.0.0.1:1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


def test_the_first_session(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path
    verbs = []
    for line, expected in session():
        if line.startswith("cd "):
            folder /= line[3:]
            continue
        if line.startswith("apercu new"):
            (folder / ".apercu").mkdir()
            (folder / ".apercu/fetched.json").write_text(json.dumps(FETCHED), "utf-8")
        said = (
            serve(line, folder, environment) if "serve" in line else run(line, folder, environment)
        )
        assert plain(said) == plain(expected), line
        verbs += re.findall(r"apercu (\w+)", line)
    assert verbs == ["init", "new", "serve", "build", "deploy"]


def run(line: str, folder: Path, environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        ["bash", "-ec", line], cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}: {done.stdout}"
    return done.stdout.splitlines()


def serve(line: str, folder: Path, environment: dict[str, str]) -> list[str]:
    """Until it says where, and then Ctrl-C."""
    with subprocess.Popen(
        line.split(), cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said: list[str] = []
        while not (said and said[-1].startswith("serving")):
            said.append(process.stdout.readline().rstrip("\n"))
        process.send_signal(signal.SIGINT)
        assert process.wait() in (130, -signal.SIGINT)
    return [*said, "^C"]
