"""The house itself: imports go down only, no circle, files and functions stay short."""

import ast
import graphlib
import statistics
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "apercu"
SHELVES = frozenset({"rules", "pages", "outputs", "checks", "importers", "commands"})
STAGES = frozenset(
    f"apercu.{verb}" for verb in ("read", "parse", "link", "plan", "render", "write")
)
GROUND_NEVER = frozenset({"click", "subprocess", "time", "random", "socket", "urllib.request"})
EDGES = frozenset((
    "address", "brush", "cli", "commands", "deploy", "entry", "fetch", "glance", "indexing",
    "process", "progress", "report", "serve", "tracked",
))  # fmt: skip
TOUCHES_DISK = frozenset((
    "exchange", "jsonfile", "lock", "manifest", "pack", "read", "seal", "spare", "stamp", "survey",
    "terminal", "workers", "write",
))  # fmt: skip


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()


def _imports(path: Path) -> set[str]:
    """Everything imported anywhere in a file: at the top, in functions, for typing."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    return found


IMPORTS = {name: _imports(path) for name, path in MODULES.items()}


def _shelf(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in SHELVES else ""


def _short(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_no_import_circle_not_even_a_lazy_one() -> None:
    graph = {name: {i for i in imports if i in MODULES} for name, imports in IMPORTS.items()}
    tuple(graphlib.TopologicalSorter(graph).static_order())


def test_no_stage_imports_a_stage() -> None:
    wrong = [
        (name, other)
        for name, imports in IMPORTS.items()
        for other in imports
        if {name, other} <= STAGES and name != other
    ]
    assert wrong == []


def test_a_shelf_file_knows_neither_its_shelf_nor_another_nor_a_stage() -> None:
    wrong = [
        (name, other)
        for name, imports in IMPORTS.items()
        for other in imports
        if _shelf(name) not in ("", "commands")
        and MODULES[name].name != "__init__.py"
        and (_shelf(other) or other in STAGES)
    ]
    assert wrong == []


def test_a_command_knows_no_other_command() -> None:
    wrong = [
        (name, other)
        for name, imports in IMPORTS.items()
        for other in imports
        if _shelf(name) == "commands" and _shelf(other) == "commands" and name != other
    ]
    assert wrong == []


def test_click_stays_in_cli_and_commands() -> None:
    users = {name for name, imports in IMPORTS.items() if "click" in imports}
    assert {n for n in users if _shelf(n) != "commands"} <= {"apercu.cli"}


def test_the_core_knows_no_clock_no_chance_no_network() -> None:
    wrong = [
        (name, imports & GROUND_NEVER)
        for name, imports in IMPORTS.items()
        if _short(name) not in EDGES and imports & GROUND_NEVER
    ]
    assert wrong == []


def test_only_the_ends_of_the_spine_touch_the_disk() -> None:
    wrong = [
        name
        for name, imports in IMPORTS.items()
        if "os" in imports and _short(name) not in TOUCHES_DISK | EDGES
    ]
    assert wrong == []


def test_nothing_is_imported_for_typing_alone() -> None:
    text = "TYPE_" + "CHECKING"
    assert [name for name, path in MODULES.items() if text in path.read_text("utf-8")] == []


def test_no_pickle_of_ours() -> None:
    assert [n for n, imports in IMPORTS.items() if imports & {"pickle", "marshal", "shelve"}] == []


def test_files_are_short() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: n for name, n in lengths.items() if n > 300} == {}
    assert statistics.median(lengths.values()) < 120


@pytest.mark.parametrize("name", MODULES)
def test_functions_are_short(name: str) -> None:
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text("utf-8")))
