"""The workflow that `apercu init` writes is one that GitHub takes, and its build step runs."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import yaml
from click.testing import CliRunner

import apercu
from apercu.commands.init import command


def test_the_workflow_passes_the_schema_of_github(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "notes")])
    assert result.exit_code == 0
    workflow = tmp_path / "notes" / ".github" / "workflows" / "pages.yml"
    program = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    check = subprocess.run(
        [*program, "vendor.github-workflows", str(workflow)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert check.returncode == 0, check.stdout


def test_its_steps_run_as_written_in_a_clean_clone(tmp_path: Path) -> None:
    CliRunner().invoke(command, [str(tmp_path / "notes")])
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    # An environment of its own, in which pip may take only what is installed already.
    environment = {"PATH": path, "HOME": str(tmp_path), "CI": "true", "PIP_NO_INDEX": "1"}

    def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", line], cwd=folder, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    made = run(
        "git init -q notes && cd notes && git add -A && git -c user.name=J -c user.email=j@e.org"
        " commit -qm Notes && git clone -q . ../clone",
        tmp_path,
    )
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "clone"
    workflow = yaml.safe_load((folder / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    assert lines[0] == f"pip install apercu=={apercu.__version__}"
    for line in lines:
        # GitHub writes expressions into a step before a shell sees it.
        step = line.replace("${{ steps.pages.outputs.base_url }}", "https://jane.github.io/notes")
        done = run(step, folder)
        assert done.returncode == 0, done.stderr
    uploaded = next(step["with"]["path"] for step in steps if "upload" in step.get("uses", ""))
    assert uploaded == "_site"
    page = (folder / "_site" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://jane.github.io/notes/">' in page
    # The next run has what was kept of this one, which is not its whole site once more.
    kept = next(step["with"]["path"] for step in steps if "/cache@" in step.get("uses", ""))
    assert kept.split() == [".apercu/*", "!.apercu/spare"]
    for name in ("_site", ".apercu/spare"):
        assert (folder / name).is_dir()
        shutil.rmtree(folder / name)
    again = run(step, folder)
    assert "1 unchanged" in again.stdout
    assert not again.stderr


def test_no_job_may_do_more_than_it_must(tmp_path: Path) -> None:
    CliRunner().invoke(command, [str(tmp_path / "notes")])
    text = (tmp_path / "notes/.github/workflows/pages.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
