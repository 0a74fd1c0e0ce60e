"""templates/README.md lists what each template may use: exactly the fields of its context."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from apercu import context, frame
from sites import FOLDER, SITE, TEMPLATES, pages_of

README = FOLDER / "README.md"
LAST_WRITTEN = "What follows is written by `pytest tests/test_templates_readme.py --record`.\n"
SHARED = frozenset({"base.html", "list.html", "macros.html", "terms.html"})


def _templates_by_context() -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for page in pages_of(SITE):
        found.setdefault(type(page.context).__name__, set()).add(page.template)
    return {name: sorted(templates) for name, templates in found.items()}


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """Name, type and sentence of each field; a sentence stands below its field."""
    for line, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(line, ast.AnnAssign):
            says = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            sentence = str(below.value.value) if says else ""  # type: ignore[union-attr]
            yield ast.unparse(line.target), ast.unparse(line.annotation), " ".join(sentence.split())


def _reference() -> Iterator[str]:
    users = _templates_by_context()
    files = (frame.__file__, context.__file__)
    nodes = [n for file in files for n in ast.parse(Path(file).read_text("utf-8")).body]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name != "Html"]
    for node in sorted(classes, key=lambda n: (n.name != "Chrome", n.name not in users)):
        where = ", ".join(f"`{template}`" for template in users.get(node.name, ()))
        yield f"\n## {node.name}\n"
        sentence = " ".join((ast.get_docstring(node) or "").split())
        yield f"\n{where}: {sentence}\n" if where else f"\n{sentence}\n"
        rows = list(_fields(node))
        if rows:
            yield "\n| field | type | |\n|---|---|---|\n"
        for name, kind, sentence in rows:
            yield f"| `{name}` | `{kind.replace('|', 'or')}` | {sentence} |\n"


def test_the_readme_lists_every_field_of_every_context(record: bool) -> None:
    head, mark, _ = README.read_text("utf-8").partition(LAST_WRITTEN)
    assert mark
    expected = head + mark + "".join(_reference())
    if record:
        README.write_text(expected, "utf-8")
    assert README.read_text("utf-8") == expected


def test_every_template_is_used() -> None:
    used = {name for names in _templates_by_context().values() for name in names}
    assert set(TEMPLATES.default) - SHARED == used


@pytest.mark.parametrize("name", sorted(SHARED))
def test_the_readme_names_what_templates_share(name: str) -> None:
    assert f"`{name}`" in README.read_text("utf-8") or f'"{name}"' in README.read_text("utf-8")
