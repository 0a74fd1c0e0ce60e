"""Names of people: lists of them split, the family name found, two spellings compared.

A name is kept as it is written but for "Family, Given", which becomes "Given Family".
"""

import re
import unicodedata
from functools import lru_cache

from apercu.late import late

_PARTICLE = late(
    r"af|al|bin|da|dal|de|del|della|den|der|des|di|do|dos|du|el|la|le|ten|ter|van|vande|vanden"
    r"|vander|vom|von|zu|zum|zur|'t",
    re.IGNORECASE,
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_MORE = late(r"(?:[,;]?\s*(?:\band\s+|&\s*)?)(?:\bet\s+al\b\.?|\bothers\b)[\s.,;]*$", re.IGNORECASE)
_WIDE_COMMAS = str.maketrans("、，；", ";;;")
_AND = late(r"(?:\s*[,;])?\s+(?:and|&)\s+", re.IGNORECASE)


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list of any common form, each as "Given Family".

    Knows "A and B", "A, B, C and D", "A; B" and "Vaswani, A. and Shazeer, N."; drops "et al.".
    A comma is one between names when both sides are whole names, else "Family, Given".
    """
    text = text.translate(_WIDE_COMMAS)
    text = _MORE.sub("", " ".join(text.split())).strip(" ,;")
    if ";" in text:
        return _cleaned([part for piece in text.split(";") for part in _AND.split(piece)])
    pieces = _AND.split(text)
    # "A, B and C" is a list in prose: in BibTeX the last would have its comma, or more "and"s.
    is_prose = len(pieces) == 2 and "," in pieces[0] and "," not in pieces[1]
    if not is_prose and all(_is_reversed(piece) for piece in pieces if "," in piece):
        return _cleaned(pieces)
    return _cleaned(_pair_up([part for piece in pieces for part in piece.split(",")]))


def has_more(text: str) -> bool:
    """Whether a list of names ends in "et al." or "and others"."""
    return _MORE.search(" ".join(text.split())) is not None


@lru_cache(16_384)
def family_name(name: str) -> str:
    """The family name with its particles: "Laurens van der Maaten" → "van der Maaten"."""
    if "," in name:
        head, _, rest = name.partition(",")
        if not _is_suffix(rest):
            given = rest.split()
            while given and _PARTICLE.fullmatch(given[-1]) and given[-1].islower():
                head = f"{given.pop()} {head}"
            return " ".join(head.split())
    words = [word for word in name.replace(",", " ").split() if not _is_suffix(word)]
    if not words:
        return " ".join(name.split())
    first = len(words) - 1
    while first > 0 and _PARTICLE.fullmatch(words[first - 1]):
        # "Al Gore" and "Van Nguyen" begin with a given name, "van Gogh" does not.
        if first == 1 and not words[0].islower():
            break
        first -= 1
    return " ".join(words[first:])


def same_person(a: str, b: str) -> bool:
    """Whether two names among the authors of one paper may be one person's.

    The last word of the family name is equal, but for case and accents, and of each given name
    that both have the shorter spelling begins the longer one: "J.-B." and "Jean-Baptiste".
    """
    family_a, family_b = _fold(family_name(a)), _fold(family_name(b))
    if not family_a or family_a[-1:] != family_b[-1:]:
        return False
    given_a, given_b = _given(a), _given(b)
    return all(x.startswith(y) or y.startswith(x) for x, y in zip(given_a, given_b, strict=False))


def _is_suffix(word: str) -> bool:
    return word.strip(" .,").lower().replace(".", "") in _SUFFIXES


def _is_initials(text: str) -> bool:
    """Whether a text is only initials: "A.", "A. N.", "A.-N.", "AN"."""
    letters = re.sub(r"[\s.-]", "", text)
    has_dots = "." in text or len(letters) == 1
    return (
        bool(letters)
        and letters.isupper()
        and (has_dots or len(letters) <= 2)
        and (len(letters) <= 4)
    )


def _is_reversed(text: str) -> bool:
    """Whether a text is one name as "Family, Given" or "Family, Jr., Given"."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 3 and _is_suffix(parts[1]):
        return True
    if len(parts) != 2 or not all(parts):
        return False
    family, given = parts
    if _is_suffix(given) or _is_initials(given):
        return True
    words = [word for word in family.split() if not _PARTICLE.fullmatch(word)]
    # "Ashish Vaswani, Noam Shazeer" is two names, "Vaswani, Ashish" and "de Freitas, Nando" one.
    return len(words) <= 1


def _pair_up(parts: list[str]) -> list[str]:
    """Join what the commas of "Vaswani, A., Shazeer, N." and "King, Jr." have cut."""
    names: list[str] = []
    for part in (part.strip() for part in parts):
        is_rest = _is_initials(part) or _is_suffix(part)
        if names and is_rest and "," not in names[-1] and not _is_initials(names[-1]):
            names[-1] = f"{names[-1]}, {part}"
        elif part:
            names.append(part)
    return names


def _cleaned(names: list[str]) -> tuple[str, ...]:
    """Each name once, as "Given Family"."""
    straight = (_straight(_MORE.sub("", name).strip(" ,;")) for name in names)
    return tuple(dict.fromkeys(name for name in straight if name))


def _straight(name: str) -> str:
    parts = [" ".join(part.split()) for part in name.strip("{}").split(",")]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return " ".join(parts)
    if len(parts) == 2 and _is_suffix(parts[1]):
        return f"{parts[0]} {parts[1]}"
    if len(parts) == 3 and _is_suffix(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return f"{' '.join(parts[1:])} {parts[0]}"


def _fold(name: str) -> list[str]:
    """Words without accents, case and dots; a hyphen parts two words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^\w]+", " ", letters).split()


def _given(name: str) -> list[str]:
    straight = _straight(name)
    family = family_name(straight)
    words = [word for word in straight.split() if not _is_suffix(word)]
    given = words[: len(words) - len(family.split())]
    # "AN" and "A.N." are two initials, "An" is a name.
    spread = [" ".join(word) if word.isupper() and len(word) <= 3 else word for word in given]
    return _fold(" ".join(spread))
