"""What machines read of a page: JSON-LD, Highwire's metas and COinS.

The writer is credited with the summary, the authors with the paper. Zotero's "Embedded Metadata"
reads the metas, its "COinS" the OpenURL (Z39.88-2004, in key/encoded-value form).
"""

import json
from urllib.parse import urlencode

from apercu.bibfile import kind_of
from apercu.context import Machine
from apercu.frame import Html
from apercu.identity import id_url
from apercu.model import Summary
from apercu.place import absolute_url
from apercu.site import Paper

_COINS_KINDS = {"article": "journal", "inproceedings": "book", "book": "book", "misc": "dc"}


def machine_of(paper: Paper, base_url: str) -> Machine:
    """`base_url` is empty where nobody said where the site will be; then nothing is absolute."""
    return Machine(
        json_ld=_json_ld(paper, base_url),
        metas=_metas(paper),
        coins=_coins(paper),
    )


def _json_ld(paper: Paper, base_url: str) -> Html:
    """A schema.org graph: a Review for each summary, of one ScholarlyArticle."""
    page = absolute_url(base_url, paper.url)
    article: dict[str, object] = {
        "@type": "ScholarlyArticle",
        "name": paper.title.plain,
        "author": [{"@type": "Person", "name": author.name} for author in paper.authors],
        "datePublished": paper.year.name if paper.year else "",
        "isPartOf": {"@type": "PublicationVolume", "name": paper.venue.name}
        if paper.venue
        else None,
        "identifier": [id_url(i) or i.value for i in paper.ids if i.kind != "citekey"],
        "sameAs": [id_url(i) for i in paper.ids if id_url(i)],
    }
    article = {name: value for name, value in article.items() if value}
    reviews = [_review(s, article, page) for s in paper.summaries if not s.unlisted]
    graph = {"@context": "https://schema.org", "@graph": reviews or [article]}
    # In a script element `</script>` would end it, and `<!--` would open a comment.
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return Html(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def _review(summary: Summary, article: dict[str, object], page: str) -> dict[str, object]:
    rating = {"@type": "Rating", "ratingValue": summary.rating, "bestRating": 5, "worstRating": 0}
    review: dict[str, object] = {
        "@type": "Review",
        "name": f"Summary of {article['name']}",
        "url": f"{page}#{summary.anchor}" if page else "",
        "author": [
            {k: v for k, v in (("@type", "Person"), ("name", w.name), ("url", w.url)) if v}
            for w in summary.writers
        ],
        "datePublished": summary.date.isoformat() if summary.date else "",
        "dateModified": summary.updated.isoformat() if summary.updated else "",
        "inLanguage": summary.lang,
        "abstract": summary.tldr.plain if summary.tldr else "",
        "reviewRating": rating if summary.rating is not None else None,
        "itemReviewed": article,
    }
    return {name: value for name, value in review.items() if value}


def _metas(paper: Paper) -> tuple[tuple[str, str], ...]:
    """As Google Scholar's inclusion guidelines name them."""
    container = (
        "citation_journal_title" if kind_of(paper) == "article" else ("citation_conference_title")
    )
    ids = {i.kind: i.value for i in paper.ids}
    metas = [("citation_title", paper.title.plain)]
    metas += [("citation_author", author.name) for author in paper.authors]
    metas.append(("citation_publication_date", paper.year.name if paper.year else ""))
    metas.append((container, paper.venue.name if paper.venue else ""))
    metas.append(("citation_doi", ids.get("doi", "")))
    metas.append(("citation_arxiv_id", ids.get("arxiv", "")))
    metas.append(("citation_pmid", ids.get("pmid", "")))
    pdf = next((link.url for link in paper.links if link.label == "PDF"), "")
    metas.append(("citation_pdf_url", pdf))
    return tuple((name, value) for name, value in metas if value)


def _coins(paper: Paper) -> str:
    kind = _COINS_KINDS.get(kind_of(paper), "dc")
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}")]
    if kind == "dc":
        pairs += [("rft.type", "preprint"), ("rft.title", paper.title.plain)]
        pairs += [("rft.creator", author.name) for author in paper.authors]
    else:
        genre = {"article": "article", "book": "book"}.get(kind_of(paper), "proceeding")
        pairs.append(("rft.genre", genre))
        pairs.append(("rft.btitle" if genre == "book" else "rft.atitle", paper.title.plain))
        if paper.venue:
            pairs.append(("rft.jtitle" if kind == "journal" else "rft.btitle", paper.venue.name))
        pairs += [("rft.au", author.name) for author in paper.authors]
    if paper.year:
        pairs.append(("rft.date", paper.year.name))
    ids = {i.kind: i.value for i in paper.ids}
    if "doi" in ids:
        pairs.append(("rft_id", f"info:doi/{ids['doi']}"))
    if "arxiv" in ids:
        pairs.append(("rft_id", f"info:arxiv/{ids['arxiv']}"))
    return urlencode(pairs, errors="replace")
