"""What all tests share: recording anew, and the rule for tests that need something absent."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no mistake: nothing here is measured in milliseconds.
settings.register_profile("apercu", deadline=None)
settings.load_profile("apercu")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the expected files anew")


@pytest.fixture
def record(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--record"))


def absent(reason: str) -> None:
    """Skip on a user's machine; fail where CI should have installed it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have it: {reason}")
    pytest.skip(reason)


def write_tree(root: Path, files: dict[str, str | bytes]) -> Path:
    """Make files below `root` by path; gives `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read_tree(root: Path) -> dict[str, bytes]:
    """Every file below `root` by path, but for the manifest."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".apercu-manifest"
    }
