"""A library of any size with the forms that reference managers write, and what each entry means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meant:
    """What an entry of the generated library must be read as."""

    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    ids: frozenset[tuple[str, str]]
    status: str


_TITLES = (
    (r"Attention Is {{All}} You Need, Part {%d}", "Attention Is All You Need, Part {}"),
    (r"On $\ell_1$ Regularization of {\'E}tudes %d", "On ℓ1 Regularization of Études {}"),
    (r"R{\'e}seaux \& {GAN}s: 50\%% of %d", "Réseaux & GANs: 50% of {}"),
    (r"``Quotes'' --- and %d--%d~Dashes", "“Quotes” — and {}–{} Dashes"),
    (r"{\v{C}}apek's \emph{Robots} Nr.\ %d", "Čapek's Robots Nr. {}"),
)
_NAMES = (
    (r"{\"O}zg{\"u}r, Ay{\c{s}}e", "Ayşe Özgür"),
    ("Vaswani, Ashish", "Ashish Vaswani"),
    ("van der Maaten, Laurens", "Laurens van der Maaten"),
    ("{Google and Friends}", "Google and Friends"),
    ("King, Jr., Martin L.", "Martin L. King Jr."),
    (r"Jos{\'e} {\O}rsted", "José Ørsted"),
)
_STATUSES = ("read", "to-read", "", "skimmed")


def make_library(size: int) -> tuple[str, list[Meant]]:
    """The text of a .bib file with `size` entries, and what each of them means."""
    blocks = [
        '@string{nips = "Advances in Neural Information Processing Systems"}',
        "@comment{jabref-meta: databaseType:biblatex;}",
        "@proceedings{whole, title = {Proceedings of the Whole}, year = 2001}",
    ]
    meant = []
    for number in range(size):
        block, what = _entry(number)
        blocks.append(block)
        meant.append(what)
    return "\n\n".join(blocks) + "\n", meant


def _entry(number: int) -> tuple[str, Meant]:
    tex, title = _TITLES[number % len(_TITLES)]
    count = tex.replace("%%", "").count("%d")
    people = [_NAMES[(number + k) % len(_NAMES)] for k in range(1 + number % 4)]
    year = 1990 + number % 35
    key, doi = f"key{number}", f"10.1000/x.{number}"
    status = _STATUSES[number % len(_STATUSES)]
    authors = " and ".join(written for written, _ in people)
    others = " and others" if number % 7 == 0 else ""
    fields = [f"title = {{{tex % ((number,) * count)}}}", f'author = "{authors}{others}"']
    ids = {("citekey", key), ("doi", doi)}
    fields.append(f"doi = {{https://doi.org/{doi.upper()}}}")
    if number % 3 == 0:
        fields += [f"booktitle = nips # {{ {number % 40}}}", f"date = {{{year}-05-01}}"]
        venue = f"Advances in Neural Information Processing Systems {number % 40}"
    elif number % 3 == 1:
        fields += ["journaltitle = {J. of {\\'E}cole}", f"year = {year}", "month = jan"]
        venue = "J. of École"
    else:
        fields += ["crossref = {whole}", f"year = {{{year}}}"]
        venue = "Proceedings of the Whole"
    if number % 2:
        arxiv = f"{7 + number % 8:02}{1 + number % 12:02}.{1 + number % 9999:04}"
        fields += [f"eprint = {{{arxiv}v2}}", "eprinttype = {arXiv}"]
        ids.add(("arxiv", arxiv))
    if status:
        fields.append(f"keywords = {{deep learning, status: {status}}}")
    fields += [f"file = {{/home/jane/{number}.pdf}}", "note = {secret}"]
    fields.append("abstract = {%s}" % ("Many words -- some of them {\\em emphatic}. " * 8))
    plain = title.format(*(number,) * count)
    text = f"@article{{{key},\n  " + ",\n  ".join(fields) + ",\n}"
    names = tuple(name for _, name in people)
    return text, Meant(key, plain, names, year, venue, frozenset(ids), status)
