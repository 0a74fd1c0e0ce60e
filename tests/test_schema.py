"""The schemas for editors take all that a build takes, and refuse what it would refuse."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from apercu.config import KEYS, read_config
from apercu.frontmatter import FIELDS, IDS, LINKS, OTHER_NAMES, read_front
from apercu.model import Source
from apercu.schema import note_schema, site_schema
from apercu.split import split_note

ROOT = Path(__file__).parents[1]
SITE, NOTE = Draft202012Validator(site_schema()), Draft202012Validator(note_schema())


class Loader(yaml.SafeLoader):
    """YAML as editors read it (1.2): a day is a text, and so are `yes` and `no`."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text: str) -> Any:
    return yaml.load(text, Loader)


@pytest.mark.parametrize("schema", [site_schema(), note_schema()])
@pytest.mark.parametrize("draft", [Draft7Validator, Draft202012Validator])
def test_the_schemas_are_schemas(draft: Any, schema: Any) -> None:
    draft.check_schema(schema)


def test_every_setting_and_every_field_has_a_place() -> None:
    schema = site_schema()
    for path in KEYS:
        level: Any = schema
        for name in path.split("."):
            level = level["properties"][name]
        assert level["description"]
    note: Any = note_schema()
    assert note["properties"].keys() == {*FIELDS, *IDS, *LINKS, "paper", "links"}


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 3000), st.floats(0, 9, width=16),
    st.sampled_from(
        ["", "yes", "Reading", "to_read", "2026-11-20", "2026/1/2 10:00", "#abc", "pages", "apa",
         "https://a.example.org/", "a.example.org", "x.css", "x.svg", "gh-pages", "1706.03762",
         "10.1038/x", "numeric", "/about/"]
    ),
    st.lists(st.text("ab, 1"), max_size=3),
    st.dictionaries(st.sampled_from(["a", "name", "title", "url", "year"]), st.text("ab1")),
    st.lists(st.dictionaries(st.just("About"), st.just("/about/"), min_size=1), max_size=2),
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from([*FIELDS, *IDS, *LINKS, *OTHER_NAMES, "paper", "links", "Tags", "layout"]),
    VALUES,
)
def test_what_a_note_may_say_the_schema_takes(key: str, value: object) -> None:
    text = f"---\n{json.dumps({key: value})}\n---\n"
    if not read_front(split_note(Source("a.md", text))[0], "a.md")[1]:
        assert NOTE.is_valid(load(json.dumps({key: value})))


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(list(KEYS)), VALUES)
def test_what_the_settings_may_say_the_schema_takes(path: str, value: object) -> None:
    entry = value
    for name in reversed(path.split(".")):
        entry = {name: entry}
    if not read_config(Source("apercu.yml", json.dumps(entry)))[1]:
        assert SITE.is_valid(load(json.dumps(entry)))


@pytest.mark.parametrize(
    "text",
    ["titel: x", "math: {makros: {}}", "lists: {per_page: 0}", "base_url: a.org", "search: perhaps",
     "papers: {stubs: some}", "people: {jane: {nam: x}}", "theme: {accent: red}"],
)  # fmt: skip
def test_the_schema_of_the_settings_refuses(text: str) -> None:
    assert read_config(Source("apercu.yml", text))[1]
    assert not SITE.is_valid(load(text))


@pytest.mark.parametrize(
    "text",
    ["titel: x", "year: twenty", "rating: 9", "date: soon", "status: done", "title: [a]",
     "paper: {author: x}", "draft: perhaps", "math_macros: x"],
)  # fmt: skip
def test_the_schema_of_a_note_refuses(text: str) -> None:
    assert not NOTE.is_valid(load(text))


def test_the_demo_and_the_readme_agree_with_the_schemas() -> None:
    SITE.validate(load((ROOT / "apercu.yml").read_text("utf-8")))
    readme = (ROOT / "README.md").read_text("utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL):
        SITE.validate(load(block))
    notes = [Source("", path.read_text("utf-8")) for path in (ROOT / "content").rglob("*.md")]
    fronts = [front for note in notes if (front := split_note(note)[0].front)]
    assert fronts
    for front in [*fronts, *re.findall(r"```markdown\n---\n(.*?)---", readme, re.DOTALL)]:
        NOTE.validate(load(front))


@pytest.mark.parametrize(("kind", "schema"), [("site", site_schema()), ("note", note_schema())])
def test_a_schema_is_printed(kind: str, schema: object) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "apercu", "schema", kind], capture_output=True, text=True, check=True
    )
    assert (json.loads(run.stdout), run.stderr) == (schema, "")
