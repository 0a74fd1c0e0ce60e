"""A paper as BibTeX and as CSL-JSON, for the reference managers of readers.

What the library knows is given as it is written there, without what is private; the rest is made
from what notes say. `library.read_library` reads the same paper back.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from apercu.identity import id_url
from apercu.late import late
from apercu.model import PaperId, Text
from apercu.names import family_name
from apercu.site import Paper
from apercu.text import slugify

_MATH = late(r'<math[^>]* alttext="([^"]*)".*?</math>', re.DOTALL)
_SPECIAL = late(r"([&%#_])")
_BRACES = late(r"\\.|[{}]")
"""Or a sign behind a backslash, which is none even if it looks like one."""
_CAPITALS = late(r"(?<![\\\w])[^\W_]*[A-Z][^\W_]*")
_JOURNAL = late(r"journal|transactions|letters|nature|science|review|annals|[JT]MLR|PAMI|PNAS")
_CSL_KINDS = {
    "article": "article-journal",
    "book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
}


def bibtex_of(paper: Paper, key: str = "") -> str:
    """One entry, with a line for each field and a newline at the end; under its own key if none
    is given."""
    fields = dict(paper.entry.fields if paper.entry else ())
    for name, value in _fields(paper):
        fields.setdefault(name, value)
    if paper.entry:
        fields = _without_doubles(fields)
    lines = [f"  {name} = {{{_balanced(value)}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind_of(paper)}{{{key or key_of_paper(paper)},", *lines, "}", ""])


def key_of_paper(paper: Paper) -> str:
    """Its citekey: of the library, of a note, else made of author, year and title.

    Without an author what is left would be "the" or "a", so it is its slug.
    """
    if paper.entry:
        return paper.entry.key
    claimed = [i.value for i in paper.ids if i.kind == "citekey"]
    if claimed:
        return claimed[0]
    if not paper.authors:
        return paper.slug
    author = slugify(family_name(paper.authors[0].name))
    word = slugify(paper.title.plain).split("-")[0]
    return f"{author}{paper.year.name if paper.year else ''}{word}".replace("-", "")


def kind_of(paper: Paper) -> str:
    """BibTeX's word for what the paper is."""
    if paper.entry:
        return paper.entry.kind
    return _kind_at(paper.venue.name) if paper.venue else "misc"


@lru_cache(4096)
def _kind_at(venue: str) -> str:
    if venue.casefold() == "arxiv":
        return "misc"
    is_journal = _JOURNAL.search(venue) or _JOURNAL.search(venue.casefold())
    return "article" if is_journal else "inproceedings"


def csl_of(paper: Paper, key: str = "") -> dict[str, object]:
    """One item of CSL-JSON, as `bibtex_of` makes an entry; what would be empty is left out."""
    names = [_csl_name(author.name) for author in paper.authors]
    item: dict[str, object] = {
        "id": key or key_of_paper(paper),
        "type": _CSL_KINDS.get(kind_of(paper), "article"),
        "title": paper.title.plain,
        "author": names,
        "issued": {"date-parts": [[int(paper.year.name)]]} if paper.year else None,
        "container-title": paper.venue.name if paper.venue else "",
        "DOI": _value(paper, "doi"),
        "PMID": _value(paper, "pmid"),
        "ISBN": _value(paper, "isbn"),
        "URL": _url(paper),
        "abstract": paper.abstract.plain if paper.abstract else "",
    }
    return {name: value for name, value in item.items() if value}


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    """What notes and library together say, as BibTeX writes it."""
    yield "title", _CAPITALS.sub(_protect, tex_of(paper.title))
    if paper.authors:
        names = [_bibtex_name(author.name) for author in paper.authors]
        yield "author", " and ".join((*names, *(["others"] if paper.et_al else [])))
    if paper.year:
        yield "year", paper.year.name
    kind = kind_of(paper)
    if paper.venue and kind != "misc":
        name = "journal" if kind == "article" else "booktitle"
        yield name, _escape(html.escape(paper.venue.name))
    for name in ("doi", "pmid", "isbn"):
        if value := _value(paper, name):
            yield name, value
    if arxiv := _value(paper, "arxiv"):
        yield "eprint", arxiv
        yield "archiveprefix", "arXiv"
    if url := _url(paper):
        yield "url", url


def _without_doubles(fields: dict[str, str]) -> dict[str, str]:
    """BibLaTeX's word for a field goes before BibTeX's of the same meaning."""
    pairs = (("date", "year"), ("journaltitle", "journal"), ("eprinttype", "archiveprefix"))
    doubled = {worse for better, worse in pairs if better in fields}
    containers = [n for n in ("journaltitle", "journal", "booktitle") if n in fields]
    return {n: v for n, v in fields.items() if n not in doubled and n not in containers[1:]}


def tex_of(text: Text) -> str:
    r"""A text with its formulas as they were written: `$\ell_1$` and not ℓ1."""
    parts: list[str] = []
    end = 0
    for match in _MATH.finditer(text.html):
        parts += [_escape(text.html[end : match.start()]), f"${html.unescape(match[1])}$"]
        end = match.end()
    return "".join([*parts, _escape(text.html[end:])])


def _escape(text: str) -> str:
    """Words of a page as LaTeX; what would become a dash or a quote is kept apart."""
    tex = _SPECIAL.sub(r"\\\1", html.unescape(text))
    for sign in ("-", "'", "`"):
        while sign * 2 in tex:
            tex = tex.replace(sign * 2, f"{sign}{{}}{sign}")
    return tex


def _protect(match: re.Match[str]) -> str:
    """Braces around a word whose capitals BibTeX would lose: not one that only begins with it."""
    word = match[0]
    return word if word[1:] == word[1:].lower() or "\\" in word else f"{{{word}}}"


def _bibtex_name(name: str) -> str:
    family, given = _parts(name)
    return f"{family}, {given}" if given else f"{{{name}}}"


def _csl_name(name: str) -> dict[str, str]:
    family, given = _parts(name)
    return {"family": family, "given": given} if given else {"literal": name}


@lru_cache(16_384)
def _parts(name: str) -> tuple[str, str]:
    """Family and given name; no given name if it is not all that stands before the family's."""
    family = family_name(name)
    given = name.removesuffix(family).strip() if name.endswith(family) else ""
    return family, given


def _value(paper: Paper, kind: str) -> str:
    for paper_id in paper.ids:
        if paper_id.kind == kind:
            return paper_id.value
    return ""


def _url(paper: Paper) -> str:
    """Where the paper is, if no field of its own says it."""
    told = ("doi", "arxiv", "pmid", "isbn", "citekey")
    others: list[PaperId] = [i for i in paper.ids if i.kind not in told]
    urls = [id_url(i) for i in others] + [link.url for link in paper.links]
    return next(filter(None, urls), "")


def _balanced(value: str) -> str:
    """A value whose braces close, so that it cannot end its entry."""
    depth = 0
    for brace in _BRACES.finditer(value):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if depth < 0:
            return re.sub(r"[{}]", "", value)
    return value if depth == 0 else re.sub(r"[{}]", "", value)
