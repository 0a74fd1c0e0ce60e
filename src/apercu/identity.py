"""Identifiers of papers: one normal form for each of the many ways to write one.

Two texts name the same paper by id exactly when their normal forms are equal. Nothing is looked
up: an id is valid when it has the shape, and the check digit, of its kind.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, quote, unquote, urlsplit

from apercu.late import late
from apercu.model import PaperId
from apercu.text import is_device

MAX_LENGTH = 300
"""Characters of a text that may be an id; the longest DOIs have about 200."""

MAX_PART = 200
"""Bytes between two slashes of a URL; what is longer is cut and ends in a digest."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-()+,;=@~!")
_FIVE_DIGITS = 1501
"""The month, as `YYMM`, from which arXiv numbers have five digits instead of four."""
_FIRST_MONTH = 704

_ARXIV_NEW = late(r"(\d{2}(?:0[1-9]|1[0-2]))\.(\d{4,5})(?:v\d+)?", re.ASCII)
_ARXIV_OLD = late(
    r"(acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    r"|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin"
    r"|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con)"
    r"(?:\.[a-z]{2})?/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?",
    re.ASCII | re.IGNORECASE,
)
_ARXIV_CUT = late(r"(\d{3,4})\.(\d{1,5})", re.ASCII)
_ARXIV_DOI = late(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_CORR = late(r"journals/corr/(?:abs-)?(.+)", re.IGNORECASE)
_DOI = late(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+", re.ASCII)
_OPENREVIEW = late(r"[A-Za-z0-9_-]{6,40}", re.ASCII)
_ACL = late(r"[A-Za-z]\d{2}-\d{4,5}|(?:19|20)\d{2}\.[a-z0-9_]+-[a-z0-9_]+\.\d+", re.ASCII)
_DBLP = late(
    r"(?:conf|journals|books|series|phd|reference|homepages|tr|www|data|persons)"
    r"/[\w.+-]+/[\w.+/-]+",
    re.ASCII,
)
_PMID = late(r"0*([1-9]\d{0,8})", re.ASCII)
_CITEKEY = late(r"[^\s{}\\,#%~\"'()=@\[\];]+")

_LABELS = {
    "arxiv": "arXiv",
    "doi": "DOI",
    "openreview": "OpenReview",
    "acl": "ACL Anthology",
    "dblp": "dblp",
    "pmid": "PubMed",
    "isbn": "ISBN",
}
_KINDS_BY_PREFIX = {**{kind: kind for kind in _LABELS}, "pubmed": "pmid"}
_KINDS_BY_HOST = {
    "arxiv.org": "arxiv",
    "export.arxiv.org": "arxiv",
    "alphaxiv.org": "arxiv",
    "ar5iv.org": "arxiv",
    "ar5iv.labs.arxiv.org": "arxiv",
    "doi.org": "doi",
    "dx.doi.org": "doi",
    "openreview.net": "openreview",
    "aclanthology.org": "acl",
    "aclanthology.info": "acl",
    "aclweb.org": "acl",
    "dblp.org": "dblp",
    "dblp.uni-trier.de": "dblp",
    "dblp.dagstuhl.de": "dblp",
    "pubmed.ncbi.nlm.nih.gov": "pmid",
    "ncbi.nlm.nih.gov": "pmid",
}

_ADDRESSES: Mapping[str, tuple[str, str, str]] = {
    "arxiv": ("https://arxiv.org/abs/", "", "/.-_~"),
    "doi": ("https://doi.org/", "", "/.-_~:;()"),
    "openreview": ("https://openreview.net/forum?id=", "", ""),
    "acl": ("https://aclanthology.org/", "/", "/.-_~"),
    "dblp": ("https://dblp.org/rec/", "", "/.-_~"),
    "pmid": ("https://pubmed.ncbi.nlm.nih.gov/", "/", "/.-_~"),
    "isbn": ("https://www.worldcat.org/isbn/", "", "/.-_~"),
}
"""By kind: what stands before and behind the id, and which of its signs are not escaped."""


def normalize_id(kind: str, text: str) -> PaperId | None:
    """The id of `kind` that `text` holds, with or without URL, prefix or version.

    A DOI or a dblp key of an arXiv paper gives the arXiv id. None if it is no id of that kind.
    """
    read = _READERS.get(kind)
    text = unicodedata.normalize("NFC", text).strip()
    if read is None or not text or len(text) > MAX_LENGTH:
        return None
    if kind != "citekey":
        address = _from_url(text)
        if address is not None:
            read, text = _READERS[address[0]], address[1]
        else:
            text = _without_prefix(kind, text)
    found = read(text)
    if found is None or found.kind == kind:
        return found
    return found if found.kind == "arxiv" and kind in ("doi", "dblp") else None


def read_id(text: str) -> PaperId | None:
    """The id in a text that does not say its kind: `arXiv:…`, a URL, a dblp key, a bare DOI.

    None for anything else; it may still be a citekey.
    """
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    address = _from_url(text)
    if address is not None:
        return normalize_id(address[0], address[1])
    prefix, colon, rest = text.partition(":")
    kind = _KINDS_BY_PREFIX.get(prefix.strip().lower())
    if colon and kind is not None:
        return normalize_id(kind, rest)
    return (_doi(text) or _dblp(text) if "/" in text else None) or _arxiv(text)


def arxiv_hint(text: str) -> str | None:
    """The arXiv id that was probably meant when a spreadsheet or YAML took it for a number.

    `2006.1070` was `2006.10700`, and `704.0001` was `0704.0001`. None if nothing was lost.
    """
    match = _ARXIV_CUT.fullmatch(_without_prefix("arxiv", text.strip()))
    if match is None:
        return None
    month = match[1].zfill(4)
    mended = f"{month}.{match[2].ljust(5 if int(month) >= _FIVE_DIGITS else 4, '0')}"
    return mended if mended != match[0] and _arxiv(mended) else None


def id_url(paper_id: PaperId) -> str:
    """Where the paper can be seen, escaped; empty for a citekey."""
    before, after, safe = _ADDRESSES.get(paper_id.kind, ("", "", ""))
    return f"{before}{quote(paper_id.value, safe=safe)}{after}" if before else ""


def id_label(paper_id: PaperId) -> str:
    """The name of the place that gave the id: "arXiv", "DOI"; "Citation key" for a citekey."""
    return _LABELS.get(paper_id.kind, "Citation key")


def id_path(paper_id: PaperId) -> str:
    """The id as a path on disk and of a URL: "doi/10.1002/(a)", in small letters.

    A server unescapes what a browser asks for, so all that a disk can hold stands as it is; the
    rest is escaped. The slashes of a DOI are kept; no part is empty, only dots, longer than 200
    bytes or a name that Windows does not take, or git: `.git`. Two ids may have one path: a file
    system may take `A` and `a` for one name.
    """
    return "/".join([paper_id.kind, *(_escape(part) for part in paper_id.value.split("/"))])


def _escape(part: str) -> str:
    if not part.strip("."):
        return "%2E" * len(part) or "%2F"
    lower = part.lower().encode(errors="replace")
    octets = [chr(octet) if chr(octet) in _PLAIN else f"%{octet:02X}" for octet in lower]
    if is_device(part) or part.startswith("."):
        octets[0] = f"%{lower[0]:02X}"
    if part.endswith("."):
        octets[-1] = "%2E"
    if len("".join(octets)) <= MAX_PART:
        return "".join(octets)
    digest = hashlib.sha256(part.encode(errors="replace")).hexdigest()[:16]
    return "".join(octets[: MAX_PART // 6]) + f"-{digest}"


def _without_prefix(kind: str, text: str) -> str:
    prefix, colon, rest = text.partition(":")
    if colon and _KINDS_BY_PREFIX.get(prefix.strip().lower()) == kind:
        return rest.strip()
    if kind in ("isbn", "pmid"):
        return re.sub(rf"^{kind}(?:-1[03])?:?\s+", "", text, flags=re.IGNORECASE)
    return text


def _from_url(text: str) -> tuple[str, str] | None:
    """Kind and text of the id in a URL of a site that is known."""
    if "/" not in text and not text.lower().startswith("www."):
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    kind = _KINDS_BY_HOST.get(host)
    if kind is None or parts.scheme not in ("http", "https"):
        return None
    path = unquote(parts.path).strip("/")
    if kind == "openreview":
        return kind, parse_qs(parts.query).get("id", [""])[0]
    if kind == "arxiv":
        path = re.sub(r"^(?:abs|pdf|html|format|src|overview|papers)/", "", path)
    elif kind == "dblp":
        path = re.sub(r"^rec/(?:html|bibtex|xml|rdf|nt|bib)?/?", "", path)
        path = re.sub(r"\.(?:html|xml|bib|rdf|nt)$", "", path)
    elif kind == "acl":
        path = re.sub(r"^(?:anthology|papers)/", "", path)
    elif kind == "pmid":
        path = path.removeprefix("pubmed/")
    return kind, re.sub(r"\.(?:pdf|bib)$", "", path) if kind in ("arxiv", "acl") else path


def _arxiv(text: str) -> PaperId | None:
    if text.endswith("]"):
        text = re.sub(r"\s*\[[\w.-]+\]$", "", text)
    for pattern in (_ARXIV_DOI, _CORR) if "/" in text else ():
        inner = pattern.fullmatch(text)
        if inner:
            # dblp writes abs-1706-03762 and abs-cs-0506085.
            text = re.sub(r"-(?=\d+$)", "." if inner[1][0].isdigit() else "/", inner[1])
    new = _ARXIV_NEW.fullmatch(text)
    if new:
        month = int(new[1])
        has_its_length = len(new[2]) == (5 if month >= _FIVE_DIGITS else 4)
        is_number = month >= _FIRST_MONTH and has_its_length and int(new[2]) > 0
        return PaperId("arxiv", f"{new[1]}.{new[2]}") if is_number else None
    old = _ARXIV_OLD.fullmatch(text) if "/" in text else None
    return PaperId("arxiv", f"{old[1].lower()}/{old[2]}") if old else None


def _doi(text: str) -> PaperId | None:
    text = text.rstrip(".,; ").lower()
    if _ARXIV_DOI.fullmatch(text):
        return _arxiv(text)
    return PaperId("doi", text) if _DOI.fullmatch(text) else None


def _openreview(text: str) -> PaperId | None:
    return PaperId("openreview", text) if _OPENREVIEW.fullmatch(text) else None


def _acl(text: str) -> PaperId | None:
    text = re.sub(r"v\d+$", "", text)
    if not _ACL.fullmatch(text):
        return None
    return PaperId("acl", text.upper() if text[0].isalpha() else text)


def _dblp(text: str) -> PaperId | None:
    if _CORR.fullmatch(text):
        arxiv = _arxiv(text)
        if arxiv:
            return arxiv
    is_key = _DBLP.fullmatch(text) and ".." not in text and "//" not in text
    return PaperId("dblp", text) if is_key else None


def _pmid(text: str) -> PaperId | None:
    match = _PMID.fullmatch(text)
    return PaperId("pmid", match[1]) if match else None


def _isbn(text: str) -> PaperId | None:
    digits = re.sub(r"[\s\u2010-\u2015-]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        weights = range(10, 0, -1)
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(w * v for w, v in zip(weights, values, strict=True)) % 11:
            return None
        digits = f"978{digits[:9]}"
        return PaperId("isbn", digits + _isbn_check(digits))
    is_valid = re.fullmatch(r"97[89][0-9]{10}", digits) and _isbn_check(digits[:12]) == digits[12]
    return PaperId("isbn", digits) if is_valid else None


def _isbn_check(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


def _citekey(text: str) -> PaperId | None:
    key = text.removeprefix("@")
    return PaperId("citekey", key) if _CITEKEY.fullmatch(key) else None


_READERS: Mapping[str, Callable[[str], PaperId | None]] = {
    "arxiv": _arxiv,
    "doi": _doi,
    "openreview": _openreview,
    "acl": _acl,
    "dblp": _dblp,
    "pmid": _pmid,
    "isbn": _isbn,
    "citekey": _citekey,
}
