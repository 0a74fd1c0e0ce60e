"""Made-up notes, like real ones in size: 3.1 KB, 15 formulas, 62 % of them distinct, 2 to 5 tags.

    python bench/corpus.py COUNT FOLDER

The same count gives the same bytes; note k is the same whatever the count.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

SUBJECTS = (
    "attention", "calibration", "contrastive learning", "density estimation", "diffusion",
    "distillation", "federated learning", "graph networks", "kernels", "meta-learning",
    "optimization", "out-of-distribution detection", "pruning", "quantization", "retrieval",
    "robustness", "self-supervision", "sequence models", "speech", "variational inference",
)  # fmt: skip
VENUES = ("NeurIPS", "ICML", "ICLR", "CVPR", "ACL", "EMNLP", "JMLR", "AISTATS", "UAI", "ECCV")
GIVEN = ("Ada", "Bo", "Chen", "Dana", "Emil", "Fatima", "Goro", "Hana", "Ivan", "Jun", "Kaya", "Li")
FAMILY = (
    "Moreau",
    "Tanaka",
    "Okafor",
    "Silva",
    "Novak",
    "Haddad",
    "Larsen",
    "Mori",
    "Weiss",
    "Rao",
)
WRITERS = ("ada", "jun", "kim", "lea")
OPENINGS = ("The authors show that", "It is known that", "One would expect that", "In practice")
NOUNS = (
    "the gradient", "a linear probe", "the encoder", "the loss", "the prior", "a wide layer",
    "the baseline", "each sample", "the noise", "a small batch", "the teacher", "the posterior",
)  # fmt: skip
VERBS = ("explains", "dominates", "hides", "recovers", "bounds", "replaces", "follows", "predicts")
ENDINGS = ("at scale", "on held-out data", "without labels", "early in training", "in the limit")
COMMON = (
    r"p(x)", r"\theta", r"\mathbb{E}[f(x)]", r"\mathcal{L}", r"x \sim p", r"\sigma^2",
    r"O(n \log n)",    r"\nabla_\theta \mathcal{L}", r"\|w\|_2", r"q_\phi(z \mid x)",
)  # fmt: skip
DISPLAYS = (
    r"L_{{{k}}} = \frac{{1}}{{{n}}} \sum_{{i=1}}^{{{n}}} \left( y_i - f(x_i) \right)^{{{m}}}",
    r"\begin{{aligned}} q_{{{k}}} &= \int p(z \mid x)\,dx \\ &\le \log {n} + {m} \end{{aligned}}",
    r"A_{{{k}}} = \begin{{pmatrix}} a_{{11}} & {n} \\ {m} & a_{{22}} \end{{pmatrix}}",
)
FORMULAS = 15
"""In a note: 5 or 6 that many notes share, the others its own, so that 62 % of all are distinct."""
CODE = "```python\ndef step(x, rate={rate}):\n    return x - rate * grad(x)  # one step of {n}\n```"


def main(count: int, folder: Path) -> None:
    """Write a site of `count` notes."""
    write_corpus(folder, count)
    size = sum(path.stat().st_size for path in (folder / "content").iterdir())
    formulas = FORMULAS * count
    print(f"{count} notes, {size // 1000} KB, {formulas} formulas")


def write_corpus(folder: Path, count: int) -> None:
    """Notes in `folder`/content, one a file."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (content / f"{name(number)}.md").write_text(note_text(number), "utf-8")


def name(number: int) -> str:
    """The file of a note, without its ending."""
    return f"note-{number:05}"


def note_text(number: int) -> str:
    """One note; about every tenth is the second about its paper."""
    chance = random.Random(f"note {number}")
    paper = number - 1 if number % 10 == 9 else number
    about = random.Random(f"paper {paper}")
    subject, other = about.sample(SUBJECTS, 2)
    authors = ", ".join(f"{about.choice(GIVEN)} {about.choice(FAMILY)}" for _ in range(3))
    tags = ", ".join(slug(tag) for tag in chance.sample(SUBJECTS, chance.randint(2, 5)))
    head = (
        f"title: Paper {paper} on {subject} and {other}\nauthors: [{authors}]\n"
        f"year: {2005 + about.randrange(20)}\nvenue: {about.choice(VENUES)}\n"
        f"paper: key{paper}\n"
        f"arxiv: '{15 + paper % 10}{1 + paper % 12:02}.{paper % 90000 + 10000}'\n"
        f"author: {chance.choice(WRITERS)}\n"
        f"date: {2015 + chance.randrange(10)}-{chance.randint(1, 9):02}-{chance.randint(10, 28)}\n"
        f"tags: [{tags}]\ntldr: {sentence(chance)}\n"
    )
    return f"---\n{head}---\n\n" + "\n\n".join(_blocks(number, chance)) + "\n"


def slug(subject: str) -> str:
    """A tag."""
    return subject.replace(" ", "-")


def sentence(chance: random.Random) -> str:
    """Words that read like a claim."""
    words = (chance.choice(OPENINGS), chance.choice(NOUNS), chance.choice(VERBS))
    return " ".join((*words, chance.choice(NOUNS), chance.choice(ENDINGS))) + "."


def _blocks(number: int, chance: random.Random) -> Iterator[str]:
    for section in range(4):
        yield f"## {chance.choice(NOUNS).capitalize()} {chance.choice(ENDINGS)}"
        pair = f"{_shared(chance)} and {_own(number, section, 'alpha')}"
        yield f"{_sentences(4, chance)} Here {pair}."
        if section == 0 or (section == 1 and number % 3 == 0):
            yield f"{_sentences(4, chance)} Here {_own(number, section, 'beta')}."
        elif section < 3:
            yield f"{_sentences(4, chance)} Here {_shared(chance)}."
        else:
            yield sentence(chance)
        template = DISPLAYS[section % 3]
        yield f"$$\n{template.format(k=number, n=chance.randrange(9), m=section)}\n$$"
        if section == 1:
            yield "\n".join(
                f"- **{chance.choice(NOUNS)}** {chance.choice(VERBS)} it" for _ in "abc"
            )
        if section == 2 and number % 3 == 0:
            yield CODE.format(rate=chance.randrange(9), n=number % 50)
    yield f"See [another](note-{chance.randrange(number + 1):05}.md) for *more*."


def _sentences(count: int, chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(count))


def _shared(chance: random.Random) -> str:
    return f"${chance.choice(COMMON)}$"


def _own(number: int, section: int, letter: str) -> str:
    return rf"$\{letter}_{{{number},{section}}} + {number % 97}$"


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
