"""A test of the tests: each of the 42 ways to go wrong, and the 15 points that are easily missed,
has a test that says it is about it.

| rows  | about                                   | rows  | about                              |
|-------|-----------------------------------------|-------|------------------------------------|
| 1–9   | front matter and YAML                   | 26    | a bad formula, again from a cache  |
| 10    | drafts                                  | 27–31 | kills, signals, disks, caches      |
| 11–15 | slugs, aliases, paths, odd files        | 32    | outputs that are not ours          |
| 16–22 | what others write: HTML, math, metadata | 33–34 | environments, the same bytes       |
| 23    | what diagnostics repeat                 | 35    | sequences of edits                 |
| 24–25 | long, deep and explosive texts          | 36–42 | the preview and deployments        |
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MARKS = {"row": 42, "point": 15}


def _marked(kind: str) -> dict[int, list[str]]:
    """The tests that carry each number of a mark."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        shared = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in tree.body:
            if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
                continue
            for decorator in node.decorator_list:
                mark = shared.get(decorator.id) if isinstance(decorator, ast.Name) else decorator
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == f"pytest.mark.{kind}":
                    for argument in mark.args:
                        number = ast.literal_eval(argument)
                        found.setdefault(number, []).append(f"{path.name}::{node.name}")
    return found


@pytest.mark.parametrize("kind", MARKS)
def test_every_number_has_a_test_and_no_test_another_number(kind: str) -> None:
    marked = _marked(kind)
    wanted = set(range(1, MARKS[kind] + 1))
    assert wanted - marked.keys() == set(), "these have no test"
    assert marked.keys() - wanted == set(), "there are no such numbers"
