"""The hook that pre-commit finds in this repository looks at what a build reads."""

import re
from pathlib import Path

import yaml

from blackbox import apercu
from conftest import write_tree

HOOKS = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"


def test_the_hook_of_pre_commit_refuses_what_would_stop_a_build(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    read = ("apercu.yml", "notes/apercu.yml", "content/a.md", "content/x.bib", "x.csl.json")
    assert all(re.search(hook["files"], path) for path in read)
    assert not re.search(hook["files"], "content/a.png")
    word, *arguments = hook["entry"].split()
    assert (word, hook["language"], hook["pass_filenames"]) == ("apercu", "python", False)
    write_tree(tmp_path, {"content/a.md": "---\nyear: twenty\n---\n# A\n"})
    assert apercu(*arguments, cwd=tmp_path).code == 1
    write_tree(tmp_path, {"content/a.md": "# A\n"})
    assert apercu(*arguments, cwd=tmp_path).code == 0
