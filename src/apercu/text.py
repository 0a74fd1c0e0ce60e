"""Small pure functions on words: slugs, near misses, excerpts, widths, what a terminal may show.

Nothing here knows of notes or papers.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct, field

from apercu.late import late

MAX_SLUG = 80
MAX_SLUG_BYTES = 199
"""A file system takes 255 bytes a name; the rest is for suffixes such as `-2` or `.json`."""

MAX_GUESS = 64
"""Longer words get no "did you mean": comparing them costs too much and helps nobody."""

MOST_COMPARED = 100_000
"""Some 0.5 s for names that differ, 5 s for numbered ones. A word is compared with all keys of a
library, or with all files of a site."""

_DEVICE = late(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]")
_JOINERS = late("[\u00ad\u200b-\u200d\u2060\ufeff]|(?<=\\w)['’](?=\\w)")
_EASY_WORD = late("[a-z0-9]+")
_PLUS = late(r"(?<=[^\W_])\++")
_SHARP = late(r"(?<=[^\W_])#(?!\w)")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Scripts that put no space between words: Han and kana.
_UNSPACED = late("([\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_STOP = late(r"[.!?]+[\"'”’)\]]*(?=\s+(\S)|\s*$)|[。！？]")
_ABBREVIATION = late(r"(?:\b(?:al|cf|e\.g|eq|fig|i\.e|resp|sec|vs|[a-z]))\.$", re.IGNORECASE)


@lru_cache(16_384)
def slugify(title: str) -> str:
    """Lower-case words joined by hyphens, for a URL: "C++ at Scale" → "c-plus-plus-at-scale".

    Never empty: a title without letters or digits gives "untitled". At most 80 characters, cut
    at a word, and never the name of a Windows device. A slug stays as it is.
    """
    # What `_JOINERS`, `_PLUS` and `_SHARP` leave alone, and Unicode has no say in.
    is_easy = title.isascii() and not any(sign in title for sign in "'+#")
    words = _EASY_WORD.findall(title.lower()) if is_easy else _words(title)
    slug = _fit(words) or "untitled"
    return f"{slug}-x" if is_device(slug) else slug


def is_device(name: str) -> bool:
    """Whether Windows takes the name of a file or folder, with any ending, for a device."""
    return _DEVICE.fullmatch(name.partition(".")[0].strip().lower()) is not None


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates that `word` may be a slip of: best first, then by alphabet.

    A swap of two neighbours is one slip, the case of a letter none; two slips are allowed, or
    one in three letters.
    """
    if len(word) > MAX_GUESS:
        return ()
    slips = max(len(word) // 3, min(2, len(word) - 1))
    folded = word.casefold()
    letters = set(folded)
    found: set[tuple[int, str]] = set()
    for candidate in candidates:
        if candidate == word or abs(len(candidate) - len(word)) > slips:
            continue
        other = candidate.casefold()
        # Two letters at most come or go with a slip: this spares most candidates the table.
        if len(letters.symmetric_difference(other)) > 2 * slips:
            continue
        distance = _distance(folded, other, slips)
        if distance <= slips:
            found.add((distance, candidate))
    return tuple(candidate for _, candidate in sorted(found)[:limit])


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A help such as "did you mean `x` or `y`?"; empty if nothing is near."""
    near = nearest(word, candidates, limit=2)
    return f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""


class Guesser(Struct):
    """Says what unknown words may mean, until it has compared `MOST_COMPARED` with others.

    Where a whole library is missing, thousands of words are unknown, and a guess for each would
    take longer than all else.
    """

    compared: int = 0
    _said: dict[tuple[str, str], str] = field(default_factory=dict)

    def did_you_mean(
        self, word: str, candidates: Callable[[], Sequence[str]], place: str = ""
    ) -> str:
        """As the function does; empty, too, for what is asked after the last comparison.

        The candidates are the same for all words of a `place`.
        """
        asked = place, word
        if asked not in self._said and self.compared < MOST_COMPARED:
            names = candidates()
            self.compared += len(names)
            self._said[asked] = did_you_mean(word, names)
        return self._said.get(asked, "")


def display_width(text: str) -> int:
    """Columns that a terminal needs: two for wide letters, none for combining and control ones."""
    return sum(map(_columns, text))


def excerpt(text: str, limit: int = 200) -> str:
    """The first sentence on one line, of at most `limit` characters; "…" says it was cut."""
    line = " ".join(text.split())
    # Two letters more than are kept: whether a dot ends a sentence shows in what follows it.
    end = _sentence_end(line[: limit + 2])
    sentence = line[:end] if end <= limit else line
    if len(sentence) <= limit:
        return sentence
    head = sentence[: max(limit - 1, 0)]
    if not sentence[len(head)].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return f"{head.rstrip(' ,;:')}…"[:limit]


def visible(text: str) -> str:
    """The text with its control characters, line breaks and bidi marks written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_escape, text))


def _words(title: str) -> list[str]:
    """Runs of small letters and digits, each with its combining marks."""
    text = _JOINERS.sub("", title)
    text = _PLUS.sub(lambda match: " plus" * len(match[0]) + " ", text)
    text = _SHARP.sub(" sharp ", text)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    words = [""]
    for letter in text:
        category = unicodedata.category(letter)
        if category[0] in "LN" or (category[0] == "M" and words[-1]):
            words[-1] += letter
        elif words[-1]:
            words.append("")
    return [word for word in words if word]


def _fit(words: Sequence[str]) -> str:
    """As many words as a slug can hold, and a piece of the next if they are too few."""
    slug = "-".join(words)
    if _fits(slug):
        return slug
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if _fits(longer):
            slug = longer
            continue
        # Titles in Chinese or Japanese are one long word: half a title is better than none.
        if len(slug) < MAX_SLUG // 4:
            slug = longer[:MAX_SLUG]
            while not _fits(slug):
                slug = slug[:-1]
        return slug.rstrip("-")
    return slug


def _fits(slug: str) -> bool:
    return len(slug) <= MAX_SLUG and len(slug.encode(errors="replace")) <= MAX_SLUG_BYTES


def _distance(a: str, b: str, limit: int) -> int:
    """Damerau–Levenshtein with neighbours swapped once; `limit + 1` stands for all above it."""
    start, end = 0, min(len(a), len(b))
    while start < end and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(previous) > limit:
            return limit + 1
        before, previous = previous, row
    return min(previous[-1], limit + 1)


def _columns(letter: str) -> int:
    if letter.isascii():
        return 1 if letter.isprintable() else 0
    if unicodedata.category(letter) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _sentence_end(line: str) -> int:
    """Where the first sentence ends; a dot before a small letter or in "et al." ends none."""
    for stop in _STOP.finditer(line):
        follows = stop[1] or ""
        head = line[max(stop.end() - 8, 0) : stop.end()]
        if follows.islower() or (follows and _ABBREVIATION.search(head)):
            continue
        return stop.end()
    return len(line)


def _escape(letter: str) -> str:
    if letter in _SHORT:
        return _SHORT[letter]
    if letter not in _BIDI and unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"}:
        return letter
    return f"\\x{ord(letter):02x}" if ord(letter) < 256 else f"\\u{ord(letter):04x}"


def separate(text: str) -> str:
    """Text with spaces around each Han and kana sign: "用GAN生成" → "用 GAN 生 成"."""
    return " ".join((text if text.isascii() else _UNSPACED.sub(r" \1 ", text)).split())
