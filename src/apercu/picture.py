"""How large an image is, so that a page knows its room before it is there."""

import re
from typing import BinaryIO

from apercu.late import late

ENDINGS = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
UNKNOWN = (0, 0)

_ROOT = late(rb"<svg\b[^>]*>", re.DOTALL)
_LENGTH = late(rb"""\s(width|height)\s*=\s*["']\s*(\d+(?:\.\d+)?)(?:px)?\s*["']""")
_VIEW_BOX = late(
    rb"""\sviewBox\s*=\s*["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']"""
)
_HEAD = 8_192
"""Bytes in which the root of an SVG stands; editors write comments before it."""


def picture_size(file: BinaryIO, name: str) -> tuple[int, int]:
    """Width and height of an image in CSS pixels, read from its head; `UNKNOWN` if it has none.

    A photograph that its camera turned is measured as it is shown.
    """
    if name.lower().endswith(".svg"):
        return _vector_size(file.read(_HEAD))
    # Imported here: it takes 0.03 s, and many sites have no images.
    import imagesize

    width, height = imagesize.get(file)
    return (width, height) if width > 0 and height > 0 else UNKNOWN


def _vector_size(head: bytes) -> tuple[int, int]:
    """Of its root: width and height in pixels, else the box that it views."""
    root = _ROOT.search(head)
    if root is None:
        return UNKNOWN
    lengths = {name: float(value) for name, value in _LENGTH.findall(root[0])}
    box = _VIEW_BOX.search(root[0])
    width, height = lengths.get(b"width", 0.0), lengths.get(b"height", 0.0)
    if not (width and height) and box:
        try:
            ratio = float(box[2]) / float(box[1])
        except (ValueError, ZeroDivisionError):
            return UNKNOWN
        width = width or (height / ratio if height and ratio else float(box[1]))
        height = height or width * ratio
    return (round(width), round(height)) if width >= 1 and height >= 1 else UNKNOWN
