"""The workflow that `apercu init` writes is one that GitHub takes, and its build step runs."""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

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


def test_the_build_step_runs_as_written(tmp_path: Path) -> None:
    CliRunner().invoke(command, [str(tmp_path / "notes")])
    folder = tmp_path / "notes"
    text = (folder / ".github" / "workflows" / "pages.yml").read_text("utf-8")
    install, build = re.findall(r"- run: (.+)", text)
    assert install == f"pip install apercu=={apercu.__version__}"
    step = build.replace("${{ steps.pages.outputs.base_url }}", "https://jane.github.io/notes")
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["sh", "-c", step], cwd=folder, env={"PATH": path, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    page = (folder / "_site" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://jane.github.io/notes/">' in page
