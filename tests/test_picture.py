"""The size of an image is read from its head, and written where the page shows it."""

import io
import struct
from pathlib import Path

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from apercu.picture import UNKNOWN, picture_size
from conftest import read_tree, write_tree

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0)
GIF = b"GIF89a" + struct.pack("<HH", 12, 34) + bytes(60)


def jpeg(orientation: int) -> bytes:
    """The head of a photograph of 300 by 200 pixels, turned by its camera or not."""
    tags = b"MM\x00*" + struct.pack(">IHHHIHH", 8, 1, 0x112, 3, 1, orientation, 0) + bytes(4)
    exif = b"Exif\x00\x00" + tags
    app1 = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 200, 300, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + app1 + frame + b"\xff\xd9" + bytes(64)


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("a.png", PNG, (640, 480)),
        ("a.gif", GIF, (12, 34)),
        ("a.jpg", jpeg(1), (300, 200)),
        ("turned.JPG", jpeg(6), (200, 300)),
        ("a.svg", b'<svg width="30" height="20px"><rect width="5"/></svg>', (30, 20)),
        ("box.svg", b'<?xml?><!-- c --><svg\n viewBox="0 0 8.5 4.25"><rect width="5"/>', (8, 4)),
        ("one.svg", b'<svg width="100" viewBox="0,0,20,10">', (100, 50)),
        ("percent.svg", b'<svg width="100%" height="50%">', UNKNOWN),
        ("none.svg", b"<svg><rect width='5' height='4'/></svg>", UNKNOWN),
        ("flat.svg", b'<svg viewBox="0 0 0 10">', UNKNOWN),
        ("broken.svg", b"hello", UNKNOWN),
        ("cut.png", PNG[:20], UNKNOWN),
        ("empty.jpg", b"", UNKNOWN),
        ("words.webp", b"these are words, not an image", UNKNOWN),
    ],
)
def test_picture_size(name: str, content: bytes, size: tuple[int, int]) -> None:
    assert picture_size(io.BytesIO(content), name) == size


def test_a_page_says_how_large_its_images_are(tmp_path: Path) -> None:
    note = (
        "# A paper\n\n![one](a.png)\n\n![two](/b.gif)\n\n![three](broken.png)\n\n"
        '<img src="a.png" width="320" alt="four">\n\n[the file](a.png)\n'
    )
    files: dict[str, str | bytes] = {"content/a.md": note, "content/a.png": PNG}
    files |= {"static/b.gif": GIF, "content/broken.png": b"\x89PNG"}
    write_tree(tmp_path, files)
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    page = read_tree(tmp_path / "_site")["papers/a-paper/index.html"].decode()
    lazy = 'loading="lazy" decoding="async"'
    own = "../../papers/a-paper/"
    assert f'<img src="{own}a.png" width="640" height="480" {lazy} alt="one">' in page
    assert f'<img src="../../b.gif" width="12" height="34" {lazy} alt="two">' in page
    assert f'<img src="{own}broken.png" {lazy} alt="three">' in page
    assert page.count("640") == 1
    assert 'width="320"' in page
    assert f'<a href="{own}a.png">the file</a>' in page
