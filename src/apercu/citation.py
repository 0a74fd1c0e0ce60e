"""How a text names a paper that it cites: by the families of its authors and its year."""

from collections.abc import Sequence

from apercu.identity import id_label
from apercu.late import late
from apercu.model import PaperId
from apercu.names import family_name

# A dblp key ends in the first author's family, a letter for each of the others, and the year:
# `GirshickDDM14`, `RenHGS15`, `Girshick15` (dblp.org/faq, "How are the keys built?").
_DBLP = late(r"(?P<family>[A-Z]+?[a-z]+(?:[A-Z][a-z]+)*)(?P<rest>[A-Z0]*)(?P<year>\d\d)[a-z]?")
_THIS_CENTURY = 60
"""dblp's oldest papers are of the 1930s and its years have two digits; below this it is 20xx."""


def name_paper(
    authors: Sequence[str], year: str, title: str, *, et_al: bool = False
) -> tuple[str, str]:
    """Who and when: ("Nalisnick et al.", "2019"). A paper without authors goes by its title.

    `et_al` says that there are more authors than these.
    """
    if not authors:
        return title, year
    families = [family_name(author) for author in authors[:2]]
    if len(authors) > 2 or et_al:
        return f"{families[0]} et al.", year
    return " and ".join(families), year


def name_id(paper_id: PaperId) -> tuple[str, str]:
    """Who and when as far as an id tells: a dblp key says both, any other id is named whole."""
    match = _DBLP.fullmatch(paper_id.value.rpartition("/")[2]) if paper_id.kind == "dblp" else None
    if match is None:
        return f"{id_label(paper_id)}:{paper_id.value}", ""
    year = int(match["year"])
    others = " et al." if match["rest"] else ""
    return match["family"] + others, str(year + (2000 if year < _THIS_CENTURY else 1900))


def show_citation(who: str, year: str, *, is_textual: bool) -> str:
    """ "Nalisnick et al., 2019" for within parentheses, or "Nalisnick et al. (2019)"."""
    if not year:
        return who
    return f"{who} ({year})" if is_textual else f"{who}, {year}"
