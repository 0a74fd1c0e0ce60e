"""The math font: it is there, it is named, it is licensed, and what it lacked is mended."""

import re
from pathlib import Path

from fontTools.ttLib import TTFont

THEME = Path(__file__).parents[1] / "theme"


def test_the_style_sheet_names_the_font_that_is_there() -> None:
    css = (THEME / "apercu.css").read_text("utf-8")
    (name,) = re.findall(r'url\("([^"]+)"\)', css)
    font = (THEME / name).read_bytes()
    assert font[:4] == b"wOF2"
    assert len(font) < 200_000
    assert '--math: "Apercu Math"' in css


def test_the_licence_of_the_font_is_beside_it() -> None:
    licence = (THEME / "fonts" / "OFL.txt").read_text("utf-8")
    assert "STIX Fonts Project Authors" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_tables_for_math_are_whole() -> None:
    font = TTFont(THEME / "fonts" / "apercu-math.woff2")
    assert {"MATH", "GSUB", "GPOS"} <= set(font.keys())
    assert font["name"].getDebugName(1) == "Apercu Math"
    assert {0x2211, 0x1D465, 0x210E, 0x2032} <= font.getBestCmap().keys()


def test_arrows_to_the_right_grow_from_their_head_and_the_tilde_grows() -> None:
    font = TTFont(THEME / "fonts" / "apercu-math.woff2")
    variants = font["MATH"].table.MathVariants
    forms = dict(
        zip(variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction, strict=True)
    )
    for code in (0x2190, 0x2192, 0x2194, 0x21A6):
        *shaft, last = forms[font.getBestCmap()[code]].GlyphAssembly.PartRecords
        assert shaft
        assert last.StartConnectorLength > 0
    assert len(forms[font.getBestCmap()[0x2DC]].MathGlyphVariantRecord) > 3


def test_no_root_is_much_wider_than_the_smallest() -> None:
    font = TTFont(THEME / "fonts" / "apercu-math.woff2")
    variants = font["MATH"].table.MathVariants
    root = variants.VertGlyphCoverage.glyphs.index(font.getBestCmap()[0x221A])
    forms = variants.VertGlyphConstruction[root]
    names = [record.VariantGlyph for record in forms.MathGlyphVariantRecord]
    names += [part.glyph for part in forms.GlyphAssembly.PartRecords]
    widths = [font["hmtx"][name][0] for name in names]
    assert len(widths) > 4
    assert max(widths) < 1.15 * widths[0]
