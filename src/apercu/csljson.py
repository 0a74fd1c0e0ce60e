"""CSL-JSON, as reference managers export it, as if it were BibLaTeX.

See the schema csl-data.json of the Citation Style Language, version 1.0.2.
"""

import json
from collections.abc import Iterator, Mapping

from apercu.bibtex import RawEntry
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.identity import normalize_id

_CSL_KINDS = {
    "article-journal": "article", "article": "misc", "paper-conference": "inproceedings",
    "chapter": "incollection", "book": "book", "thesis": "phdthesis", "report": "techreport",
}  # fmt: skip
_CSL_FIELDS = {
    "title": "title", "container-title": "journaltitle", "DOI": "doi", "URL": "url", "ISBN": "isbn",
    "PMID": "pmid", "abstract": "abstract", "volume": "volume", "issue": "number", "page": "pages",
    "publisher": "publisher", "keyword": "keywords", "status": "status",
}  # fmt: skip


def parse_csl(text: str, path: str) -> tuple[tuple[RawEntry, ...], tuple[Diagnostic, ...]]:
    """The items of a file as entries, in its order; the first of equal keys stays."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        message, help = "the library is not JSON that can be read", "export it again as CSL JSON"
        return (), (diagnose("AP311", message, Span(path, line), help),)
    found: dict[str, RawEntry] = {}
    diagnostics: list[Diagnostic] = []
    for item in items if isinstance(items, list) else []:
        key = str(item.get("id", "")) if isinstance(item, dict) else ""
        line = text[: max(text.find(f'"{key}"'), 0)].count("\n") + 1
        if not isinstance(item, dict) or normalize_id("citekey", key) is None:
            message = "an item of the library has no `id` that can be cited"
            diagnostics.append(diagnose("AP311", message, Span(path, line)))
        elif key in found:
            message = f"the key `{key}` stands in line {found[key].line}, too"
            diagnostics.append(diagnose("AP310", message, Span(path, line)))
        else:
            kind = _CSL_KINDS.get(str(item.get("type", "")), "misc")
            found[key] = RawEntry(key, kind, tuple(_csl_fields(item)), line)
    return tuple(found.values()), tuple(diagnostics)


def _csl_fields(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    authors = item.get("author")
    names = [_csl_name(name) for name in authors] if isinstance(authors, list) else []
    if any(names):
        yield "author", " and ".join(filter(None, names))
    for name, field in _CSL_FIELDS.items():
        value = item.get(name)
        if isinstance(value, str | int) and str(value).strip():
            yield field, str(value)
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        yield "year", str(parts[0][0])


def _csl_name(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    literal = str(name.get("literal", ""))
    if literal:
        return "{" + literal + "}"
    particle = str(name.get("non-dropping-particle") or name.get("dropping-particle") or "")
    family = " ".join(filter(None, [particle, str(name.get("family", ""))]))
    parts = [family, str(name.get("suffix", "")), str(name.get("given", ""))]
    return ", ".join(part for part in parts if part)
