"""The math font cut to the characters that a site shows, under a name that says its content.

Only the style sheet knows that name, so a new symbol changes no page.
"""

import hashlib
import io
from collections.abc import Callable, Sequence

from apercu.late import late
from apercu.record import Record
from apercu.site import File

FONT = "theme/fonts/apercu-math.woff2"
CSS = "theme/apercu.css"
_FACE = late(rb"@font-face\s*\{[^{}]*fonts/apercu-math\.woff2[^{}]*\}\s*")
# Chromium asks for these beside a sign when it looks for its text or math form.
_SELECTORS = "\ufe00\ufe01"


class FontCut(Record):
    """A font, and the characters that are to stay in it."""

    font: bytes
    symbols: str


def fit_font(files: Sequence[File], symbols: str, cut: Callable[[FontCut], bytes]) -> list[File]:
    """The same files, with the math font cut to `symbols`, or gone if there are none.

    A theme whose style sheet does not name the font keeps its files as they are.
    """
    contents = {file.url: file.content for file in files}
    font, css = contents.get(FONT), contents.get(CSS)
    if not isinstance(font, bytes) or not isinstance(css, bytes) or not _FACE.search(css):
        return list(files)
    kept = [file for file in files if file.url not in (FONT, CSS)]
    if not symbols:
        return [*kept, File(CSS, _FACE.sub(b"", css))]
    content = cut(FontCut(font, symbols))
    digest = hashlib.sha256(content).hexdigest()[:10]
    name = FONT.replace(".woff2", f".{digest}.woff2")
    before, after = (url.removeprefix("theme/").encode() for url in (FONT, name))
    return [*kept, File(CSS, css.replace(before, after)), File(name, content)]


def cut_font(task: FontCut) -> bytes:
    """A WOFF2 font with the symbols of a task and all that they grow into; the layout stays."""
    # Imported here: it takes 0.1 s, and most builds need no new font.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = TTFont(io.BytesIO(task.font), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=task.symbols + _SELECTORS)
    subsetter.subset(font)
    font.flavor = "woff2"
    done = io.BytesIO()
    font.save(done)
    return done.getvalue()
