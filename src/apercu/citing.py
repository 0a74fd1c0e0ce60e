"""What citations lead to: our page of a paper, or where its id is; and who cites it where."""

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase

from msgspec import Struct, field
from msgspec.structs import replace

from apercu.bibfile import csl_of
from apercu.citation import name_id, name_paper, show_citation
from apercu.csl import CslStyle
from apercu.diagnostic import Diagnostic, diagnose
from apercu.identity import id_url, normalize_id, read_id
from apercu.model import Card, PaperId, Ref, Reference, Summary, Target, Text
from apercu.site import Mention, Paper
from apercu.text import Guesser

_SPOKEN = ("citekey", "dblp")
CITATIONS = frozenset({"cite", "citet", "citey", "handle", "address"})


class Citer(Struct):
    """Resolves the citations of one note after the other, and gathers what cites each paper."""

    papers: Mapping[PaperId, Paper]
    """Those of the site and of the library, by each of their ids."""
    unseen: Mapping[PaperId, PaperId]
    """Ids that only notes name which are left out, each with one that has an address."""
    keys: Sequence[str] = ()
    """All keys of the library, for "did you mean"."""
    is_numeric: bool = False
    style: CslStyle | None = None
    """How the references are written, if not our own way."""
    mentions: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    """By the slug of the paper that is cited: slug and anchor of who cites it, and the sentence."""
    references: dict[str, list[str]] = field(default_factory=dict)
    """The slugs of the papers that each paper cites, by its slug."""
    named: set[str] = field(default_factory=set)
    """The slugs of all papers that were cited."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _cited: dict[str, Reference] = field(default_factory=dict)
    _items: dict[str, Paper] = field(default_factory=dict)
    _letters: dict[str, str] = field(default_factory=dict)
    _guesser: Guesser = field(default_factory=Guesser)

    def begin(self, refs: Iterable[Ref]) -> None:
        """A new summary: its references are numbered from 1.

        Papers of one author and year among its refs get letters: "2018a" and "2018b".
        """
        self._numbers, self._cited, self._items, self._letters = {}, {}, {}, {}
        alike: dict[tuple[str, str], set[str]] = {}
        for ref in refs:
            paper = self._known(ref) if ref.kind in CITATIONS else None
            if paper is not None:
                alike.setdefault(_name(paper), set()).add(paper.slug)
        for slugs in alike.values():
            if len(slugs) > 1:
                self._letters |= dict(zip(sorted(slugs), ascii_lowercase, strict=False))

    def finish(self) -> tuple[Reference, ...]:
        """The references of the summary: by number, else by authors and year."""
        if self.style is not None and self._items:
            return self._styled(self.style)
        if self.is_numeric:
            return tuple(self._cited.values())
        return tuple(sorted(self._cited.values(), key=lambda r: (r.label.casefold(), r.url)))

    def _styled(self, style: CslStyle) -> tuple[Reference, ...]:
        """As the style writes and sorts them, then those that are no more than an identifier."""
        items = [{**csl_of(paper), "id": slug} for slug, paper in self._items.items()]
        lines = style.references(items)
        styled = [replace(self._cited[slug], styled=line) for slug, line in lines.items()]
        rest = [known for slug, known in self._cited.items() if slug not in lines]
        return (*styled, *rest)

    def cite(self, ref: Ref, summary: Summary, own: str) -> Target:
        """Where a citation leads; `own` is the slug of the paper that the summary is about."""
        paper = self._known(ref)
        if ref.kind == "address" and (paper is None or paper.slug == own):
            return Target(ref.target, label=ref.target)
        if paper is not None:
            return self._paper(paper, ref, summary, own)
        if ref.kind == "handle":
            return Target("", label=f"@{ref.target}")
        key = normalize_id("citekey", ref.target)
        known = read_id(ref.target) or (self.unseen.get(key) if key else None)
        if known and id_url(known):
            return self._outside(known, ref)
        self._report(ref)
        return Target("", label=f"[?{ref.target}]")

    def mention(self, url: str, summary: Summary, place_url: str, sentence: str) -> None:
        """Keep that a summary links to the page of another paper."""
        slug = url.removeprefix("papers/").strip("/")
        if url.startswith("papers/") and url != place_url:
            self._keep(slug, summary, place_url.removeprefix("papers/").strip("/"), sentence)

    def _known(self, ref: Ref) -> Paper | None:
        for paper_id in (normalize_id("citekey", ref.target), read_id(ref.target)):
            if paper_id and paper_id in self.papers:
                return self.papers[paper_id]
        return None

    def _paper(self, paper: Paper, ref: Ref, summary: Summary, own: str) -> Target:
        who, when = _name(paper)
        when += self._letters.get(paper.slug, "")
        url = paper.url or paper.outside
        card = card_of(paper)
        self.named.add(paper.slug)
        self._items.setdefault(paper.slug, paper)
        if paper.slug != own:
            self._keep(paper.slug, summary, own, ref.text)
        return self._shown(paper.slug, who, when, ref, url, card)

    def _outside(self, known: PaperId, ref: Ref) -> Target:
        who, when = name_id(known)
        name = show_citation(who, when, is_textual=False)
        card = Card(Text(name.replace("&", "&amp;").replace("<", "&lt;"), name), "")
        return self._shown(f"{known.kind}:{known.value}", who, when, ref, id_url(known), card)

    def _shown(self, identity: str, who: str, when: str, ref: Ref, url: str, card: Card) -> Target:
        number = str(self._numbers.setdefault(identity, len(self._numbers) + 1))
        label = show_citation(who, when, is_textual=ref.kind not in ("cite", "citey"))
        if self.is_numeric:
            label = number if ref.kind in ("cite", "citey") else f"{who} [{number}]"
        elif ref.kind == "citey":
            label = when or who
        listed = number if self.is_numeric else show_citation(who, when, is_textual=False)
        self._cited.setdefault(identity, Reference(listed, card, url))
        return Target(url, label=label, card=card)

    def _keep(self, slug: str, summary: Summary, own: str, sentence: str) -> None:
        if not own:
            return
        known = self.references.setdefault(own, [])
        if slug not in known:
            known.append(slug)
        if summary.unlisted:
            return
        self.mentions.setdefault(slug, {}).setdefault((own, summary.anchor), sentence)

    def _report(self, ref: Ref) -> None:
        guess = self._guesser.did_you_mean(ref.target, self._names)
        hint = guess or f"write `paper: {ref.target}` into its note"
        message = f"no paper is called `{ref.target}`"
        self.diagnostics.append(diagnose("AP301", message, ref.span, hint))

    def _names(self) -> list[str]:
        return sorted({*self.keys, *(i.value for i in self.papers if i.kind in _SPOKEN)})


def _name(paper: Paper) -> tuple[str, str]:
    authors = [author.name for author in paper.authors]
    year = paper.year.name if paper.year else ""
    return name_paper(authors, year, paper.title.plain, et_al=paper.et_al)


def card_of(paper: Paper) -> Card:
    """A paper in short, with the tl;dr of its newest summary."""
    names = [author.name for author in paper.authors]
    who = ", ".join(names[:3]) + (" et al." if len(names) > 3 or paper.et_al else "")
    where = " ".join(t.name for t in (paper.venue, paper.year) if t)
    tldr = next((s.tldr for s in paper.summaries if s.tldr and not s.unlisted), None)
    return Card(paper.title, " · ".join(filter(None, [who, where])), tldr)


def mentions_of(slug: str, citer: Citer, papers: Mapping[str, Paper]) -> tuple[Mention, ...]:
    """Where a paper is cited, in the order of the slugs of those that cite it."""
    found = sorted(citer.mentions.get(slug, {}).items())
    return tuple(
        Mention(papers[own].title, papers[own].url, anchor, sentence)
        for (own, anchor), sentence in found
        if own in papers
    )
