"""JSON schemas of `apercu.yml` and of front matter, for editors that complete and check YAML.

Made from the tables that read the files, so that they agree. A schema refuses less than a build
does, and nothing that a build takes. Only words that draft 7 and draft 2020-12 share are used.
"""

from collections.abc import Callable, Iterable, Mapping

from apercu import field, setting
from apercu.config import KEYS
from apercu.frontmatter import FIELDS, IDS, LINKS, OTHER_NAMES, QUIET
from apercu.identity import id_label
from apercu.model import STATUSES, PaperId
from apercu.yamlvalue import Value

Schema = dict[str, object]
Reader = Callable[[Value], object]

_NULL: Schema = {"type": "null"}
_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_ADDRESS: Schema = {"type": ["string", "null"], "pattern": "^\\s*(https?://.*)?$"}
_MAPPING: Schema = {"type": ["object", "null"], "additionalProperties": _TEXT}
_PERSON: Schema = {
    "type": "object",
    "properties": {"name": _TEXT, "url": _ADDRESS, "orcid": _TEXT},
    "additionalProperties": False,
}


def _any_case(words: Iterable[str]) -> str:
    """A pattern for words in any case; JSON Schema has no flag for that."""
    letters = (
        "".join(f"[{c.upper()}{c}]" if c.isalpha() else c.replace("-", "[-_ ]") for c in word)
        for word in sorted(words)
    )
    return f"^({'|'.join(letters)})$"


_FLAG: Schema = {
    "anyOf": [
        {"type": ["boolean", "null"]},
        {"type": "string", "pattern": _any_case(field.YES | field.NO)},
        {"enum": [0, 1, ""]},
    ]
}
_SHAPES: dict[Reader, Schema] = {
    field.text: _TEXT,
    field.paragraph: _TEXT,
    field.items: _TEXTS,
    field.tags: _TEXTS,
    field.flag: _FLAG,
    field.day: {"type": ["string", "number", "null"], "pattern": f"^{field.DAY.pattern}$"},
    field.pairs: _MAPPING,
    setting.base_url: _ADDRESS,
    setting.repo_url: _ADDRESS,
    setting.domain: _TEXT,
    setting.color: {"type": ["string", "null"], "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"},
    setting.style: {**_TEXT, "examples": ["author-year", "numeric", "apa"]},
    setting.ref: _TEXT,
    setting.statuses: {
        "type": ["object", "null"],
        "additionalProperties": {"enum": list(STATUSES)},
    },
    setting.people: {
        "type": ["object", "null"],
        "additionalProperties": {"anyOf": [_TEXT, _PERSON]},
    },
    setting.nav: {"anyOf": [_MAPPING, {"type": "array", "items": _MAPPING}]},
}
_BY_NAME: dict[str, Schema] = {
    "title": {"type": ["string", "number", "boolean"]},
    "authors": _TEXTS,
}
"""Fields whose readers are at home in `frontmatter`."""


def _shape(reader: Reader) -> Schema:
    """What an editor may expect where a reader reads."""
    match reader:
        case field.WholeNumber(low, high):
            number: Schema = {"type": "integer", "minimum": low, "maximum": high}
            return {"anyOf": [number, {"type": "string", "pattern": "^[+-]?[0-9]{1,9}$"}, _NULL]}
        case field.Number(low, high):
            number = {"type": "number", "minimum": low, "maximum": high}
            return {"anyOf": [number, {"type": "string", "pattern": "^[+-]?[0-9.]{1,13}$"}, _NULL]}
        case field.OneOf(words):
            pattern: Schema = {"type": "string", "pattern": _any_case(words)}
            return {"anyOf": [{"enum": [*words, None]}, pattern]}
        case setting.Choice(words):
            return {"enum": [*words, None]}
        case setting.ThemeFile():
            return _TEXT
    return _SHAPES[reader]


def site_schema() -> Schema:
    """Of `apercu.yml`."""
    properties: dict[str, Schema] = {}
    for path, key in KEYS.items():
        section, _, name = path.rpartition(".")
        level = properties
        if section:
            outer = properties.setdefault(
                section,
                {"type": ["object", "null"], "properties": {}, "additionalProperties": False},
            )
            inner = outer["properties"]
            assert isinstance(inner, dict)
            level = inner
        level[name] = {"description": key.sentence, **_shape(key.read)}
    return _document("The settings of a site of apercu", properties, {})


def note_schema() -> Schema:
    """Of the front matter of a note."""
    of_paper = _fields(in_paper=True)
    inside: Schema = {
        "type": "object",
        "properties": of_paper,
        "patternProperties": _others(of_paper),
    }
    known = _fields(in_paper=False)
    known["paper"] = {
        "description": "Which paper it is, as in `arXiv:1706.03762`, or a mapping.",
        "anyOf": [_TEXT, {**inside, "additionalProperties": False}],
    }
    return _document("The front matter of a note of apercu", known, _others(known))


def _fields(*, in_paper: bool) -> dict[str, Schema]:
    known: dict[str, Schema] = {
        name: {
            "description": f"{entry.example[:1].upper()}{entry.example[1:]}.",
            **(_BY_NAME.get(name) or _shape(entry.read)),
        }
        for name, entry in FIELDS.items()
        if entry.of_paper or not in_paper
    }
    for kind in IDS:
        label = id_label(PaperId(kind, ""))
        known[kind] = {"description": f"The {label} id of the paper, in quotes.", **_TEXTS}
    for name, label in LINKS.items():
        known[name] = {"description": f"A link to show: {label}.", **_TEXT}
    known["links"] = {"description": "More links to show, as in `{Blog: https://…}`.", **_MAPPING}
    return known


def _others(known: Mapping[str, Schema]) -> dict[str, Schema]:
    """What other tools call our keys, in any case: taken, but not proposed."""
    others: dict[str, Schema] = {
        _any_case([name]): known[ours] for name, ours in OTHER_NAMES.items() if ours in known
    }
    if "draft" in known:
        others[_any_case(["published"])] = {"anyOf": [known["date"], _FLAG]}
    return others | {_any_case([name]): {} for name in QUIET}


def _document(title: str, properties: dict[str, Schema], others: dict[str, Schema]) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": ["object", "null"],
        "properties": properties,
        "patternProperties": others,
        "additionalProperties": False,
    }
