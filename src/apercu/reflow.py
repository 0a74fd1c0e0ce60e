"""Markdown whose line breaks became spaces gets lines again, as far as its marks tell.

No word is lost or changed, only white space; fences are put around code. What cannot be known is
guessed by the nearest rule of thumb, and each guess is said.
"""

import re
from collections.abc import Sequence

from msgspec import Struct, field

from apercu.dollar import find_double_end, find_end
from apercu.late import late

WIDTH = 100

_SPACE = "\ufdd5"
"""Stands for a space inside math and code, where no line may begin."""
_HEADING = late(r"#{1,6}")
_IMAGE = late(r"https?://\S+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_DISPLAY = late(r"\$\$.+\$\$[.,;:]?", re.DOTALL)
_NUMBER = late(r"(\d+)\.")
_SENTENCE_END = late(r".*[.?!][\"')\]*_”’]*", re.DOTALL)
_ABBREVIATION = late(r"(?:e\.g|i\.e|et al|cf|vs|al|Fig|Eq|Sec|resp)\.", re.IGNORECASE)
_CALL = late(r"[A-Za-z_]\w*\([^()]*\)")
_NAME = late(r"[A-Za-z_]\w*")
# At the start of a line these would begin a list, a heading, a quote or a table.
_BEGINS_BLOCK = late(r"[-+*#>=|:~]+|\d+[.)]|[-+*#>|].*")
_FOOTER = ("Also", "find", "this", "summary")


def reflow(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in paragraphs, headings, lists, displays, figures and code; and the guesses."""
    flow = _Flow(_words(text))
    while flow.index < len(flow.words):
        flow.step()
    flow.end_paragraph()
    return "\n\n".join(flow.blocks).replace(_SPACE, " "), tuple(flow.guesses)


class _Flow(Struct):
    """The words of a text, read from left to right into blocks."""

    words: Sequence[str]
    index: int = 0
    paragraph: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Read one block, or one word of a paragraph."""
        word = self.words[self.index]
        if _HEADING.fullmatch(word):
            self._heading()
        elif word == "---" or _DISPLAY.fullmatch(word):
            self._add(word, 1)
        elif _IMAGE.fullmatch(word):
            self._figure()
        elif self._is_item(self.index):
            self._list()
        elif (length := _code_length(self.words, self.index)) > 0:
            self._code(length)
        else:
            self.paragraph.append(word)
            self.index += 1

    def end_paragraph(self) -> None:
        if self.paragraph:
            self.blocks.append(_wrap(self.paragraph))
            self.paragraph = []

    def _add(self, block: str, words: int) -> None:
        self.end_paragraph()
        self.blocks.append(block)
        self.index += words

    def _guess(self, what: str, end: int) -> None:
        before = self.words[end - 1].replace(_SPACE, " ")
        self.guesses.append(f"{what} ends after `{before}`")

    def _heading(self) -> None:
        end, is_guess = _heading_end(self.words, self.index + 1)
        self._add(" ".join(self.words[self.index : end]), end - self.index)
        if is_guess:
            self._guess("a heading", end)

    def _figure(self) -> None:
        self._add(self.words[self.index], 1)
        start = self.index
        is_caption = self.words[start : start + 1] == ["Figure"] and start + 1 < len(self.words)
        if not is_caption or not re.fullmatch(r"\d+[:.]", self.words[start + 1]):
            return
        end = start
        while end < len(self.words) and not self._is_block(end):
            if tuple(self.words[end : end + len(_FOOTER)]) == _FOOTER:
                break
            end += 1
        # A line below the image, not a paragraph: it belongs to it.
        self.blocks[-1] += "\n" + _wrap(self.words[start:end])
        self.index = end
        self._guess("a caption", end)

    def _is_block(self, index: int) -> bool:
        word = self.words[index]
        if word == "---" or _HEADING.fullmatch(word) or _DISPLAY.fullmatch(word):
            return True
        return bool(_IMAGE.fullmatch(word)) or self._is_item(index)

    def _is_item(self, index: int) -> bool:
        """Whether a list begins: at a star, or at `1.` if a `2.` comes before the next heading."""
        word = self.words[index]
        following = self.words[index + 1 : index + 2]
        if word == "*":
            before = self.words[index - 1] if index else "."
            return bool(following) and (before[-1] in ".:;!?)" or not self.paragraph)
        if word != "1." or not following or not following[0][:1].isupper():
            return False
        rest = self.words[index + 2 :]
        heading = next((k for k, w in enumerate(rest) if _HEADING.fullmatch(w)), len(rest))
        return "2." in rest[:heading]

    def _list(self) -> None:
        items: list[str] = []
        while self.index < len(self.words) and self._continues(len(items)):
            mark = self.words[self.index]
            end, is_last = self._item_end(len(items))
            items.append(_wrap(self.words[self.index : end], " " * (len(mark) + 1)))
            self.index = end
            if is_last:
                if end < len(self.words) and not self._is_block(end):
                    self._guess("a list", end)
                break
        self.end_paragraph()
        self.blocks.append("\n".join(items))

    def _continues(self, number: int) -> bool:
        return self.words[self.index] in ("*", f"{number + 1}.")

    def _item_end(self, number: int) -> tuple[int, bool]:
        """Where an item ends, and whether it is the last: there at its first sentence."""
        sentence = 0
        mark = self.words[self.index]
        for place in range(self.index + 1, len(self.words)):
            word = self.words[place]
            if word == "*" == mark or (mark != "*" and word == f"{number + 2}."):
                return place, False
            if self._is_block(place):
                return sentence or place, True
            if not sentence and _ends_sentence(self.words, place):
                sentence = place + 1
        return sentence or len(self.words), True

    def _code(self, length: int) -> None:
        lines: list[str] = []
        for word, following in zip(
            self.words[self.index : self.index + length],
            [*self.words[self.index + 1 : self.index + length], ""],
            strict=True,
        ):
            if following == "=":
                lines.append(word)
            else:
                lines[-1] += f" {word}"
        end = self.index + length
        self._add("\n".join(["```", *lines, "```"]), length)
        self.guesses.append(f"{len(lines)} assignments up to `{self.words[end - 1]}` are code")


def _words(text: str) -> list[str]:
    """The words, in which formulas and code are one each."""
    parts: list[str] = []
    pos = 0
    while pos < len(text):
        end = _closed(text, pos)
        piece = text[pos : end + 1] if end else text[pos]
        # A display is a word of its own, whatever stands around it.
        is_display = end is not None and piece.startswith("$$")
        piece = piece.replace(" ", _SPACE) if end else piece
        parts.append(f" {piece} " if is_display else piece)
        pos += len(piece)
    return "".join(parts).split()


def _closed(text: str, pos: int) -> int | None:
    """The last index of the formula or code that begins at `pos`."""
    if text.startswith("$$", pos):
        end = find_double_end(text, pos)
        if end is not None and text[end + 2 : end + 3] in (".", ",", ";"):
            return end + 2
        return end + 1 if end is not None else None
    if text[pos] == "$":
        return find_end(text, pos)
    if text[pos] == "`":
        end = text.find("`", pos + 1)
        return end if end > 0 else None
    return None


def _heading_end(words: Sequence[str], start: int) -> tuple[int, bool]:
    """Where a heading ends: at a colon, a block, or before a word that begins a sentence."""
    limit = min(len(words), start + 12)
    for place in range(start, limit):
        if words[place].endswith(":"):
            return place + 1, False
        if words[place].endswith((".", "?", "!")):
            break
    for place in range(start, limit):
        word = words[place]
        if place > start and (word in ("*", "---") or _HEADING.fullmatch(word)):
            return place, False
        following = words[place + 1] if place + 1 < len(words) else ""
        begins = word[:1].isupper() and (word.endswith(",") or following[:1].islower())
        if place > start and begins:
            return place, True
    return limit, limit < len(words)


def _ends_sentence(words: Sequence[str], place: int) -> bool:
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    return (
        _SENTENCE_END.fullmatch(word) is not None
        and not _ABBREVIATION.fullmatch(word)
        and following[:1].isupper()
    )


def _code_length(words: Sequence[str], start: int) -> int:
    """How many words from `start` are assignments of calls; 0 for fewer than three of them."""
    place, count = start, 0
    while place + 2 < len(words) and _NAME.fullmatch(words[place]) and words[place + 1] == "=":
        if not _CALL.fullmatch(words[place + 2]):
            break
        place, count = place + 3, count + 1
        while place + 1 < len(words) and words[place] in "+-*/" and _NAME.match(words[place + 1]):
            place += 2
    return place - start if count >= 3 else 0


def _wrap(words: Sequence[str], indent: str = "") -> str:
    """Lines of at most `WIDTH` characters, none of which begins a block by accident."""
    lines = [""]
    for word in words:
        line = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        if len(line) > WIDTH and lines[-1].strip() and not _BEGINS_BLOCK.fullmatch(word):
            lines.append(indent + word)
        else:
            lines[-1] = line
    return "\n".join(lines)
