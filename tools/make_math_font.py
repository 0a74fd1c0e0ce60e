"""Make `theme/fonts/apercu-math.woff2` from the STIX Two Math font that the package ziamath brings.

    pip install fonttools brotli ziamath
    python tools/make_math_font.py

The font is cut to the characters that mathematics uses; the tables MATH, GSUB and GPOS stay
whole. Primes get the font's own `ssty` alternates, else Chromium draws them tiny and too high. The
heads of arrows to the right get their connector on the side of the shaft, else they stay short. The
tilde that browsers stretch gets the wide forms of the one that combines. Tall roots are made
narrower, else every root has a hole behind it. The font is renamed, as its licence asks of a
changed version. The bytes are the same at every run.
"""

import importlib.util
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "theme" / "fonts"
NAME = "Apercu Math"
PRIMES = (*range(0x2032, 0x2038), 0x2057)

ROOT = 900
"""Thousandths of an em that a tall root takes; the smallest takes 794."""

RANGES = (
    (0x20, 0x7E),
    (0xA1, 0xFF),
    (0x131, 0x131),
    (0x237, 0x237),
    (0x2C6, 0x2DD),  # accents that stand alone
    (0x300, 0x338),  # accents that combine
    (0x391, 0x3D6),  # Greek
    (0x3F0, 0x3F6),
    (0x2010, 0x2026),
    (0x2032, 0x2037),
    (0x203E, 0x2057),
    (0x20D0, 0x20DC),
    (0x20E1, 0x20EF),
    (0x2102, 0x2138),  # letters
    (0x2190, 0x21B7),  # arrows
    (0x21BC, 0x21DD),
    (0x2200, 0x22F1),  # operators
    (0x2308, 0x230B),
    (0x231C, 0x2323),
    (0x23B0, 0x23B1),
    (0x23DC, 0x23E1),
    (0x25A0, 0x25CF),
    (0x25EF, 0x25EF),
    (0x2660, 0x266F),
    (0x27C2, 0x27C2),
    (0x27E6, 0x27EF),
    (0x27F5, 0x27FF),
    (0x29EB, 0x29EB),
    (0x29F5, 0x29F5),
    (0x2A00, 0x2A06),
    (0x2A0C, 0x2A0C),
    (0x2A3F, 0x2A3F),
    (0x2A5E, 0x2A5E),
    (0x2A7D, 0x2AB8),
    (0x2AC5, 0x2AC6),
    (0x2ACB, 0x2ACC),
    (0xFE00, 0xFE01),
)
# Bold, italic, script, fraktur, double-struck, upright sans-serif and monospace letters, bold and
# italic Greek, and the digits that are bold or double-struck.
LETTERS = ((0x1D400, 0x1D5D3), (0x1D670, 0x1D755), (0x1D7CE, 0x1D7E1))


def main() -> None:
    """Write the font; ends with 1 and a sentence if ziamath is not installed."""
    spec = importlib.util.find_spec("ziamath")
    if spec is None or spec.origin is None:
        sys.exit("ziamath is not installed: pip install ziamath")
    original = Path(spec.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    font = TTFont(original, recalcTimestamp=False)
    mend_primes(font)
    mend_arrows(font)
    mend_tilde(font)
    mend_roots(font)
    cut(font)
    rename(font)
    font.flavor = "woff2"
    FONTS.mkdir(parents=True, exist_ok=True)
    font.save(FONTS / "apercu-math.woff2")


def mend_primes(font: TTFont) -> None:
    """Point each prime at the first alternate of its glyph in the feature `ssty`."""
    substitutes = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ssty":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    substitutes |= getattr(
                        getattr(subtable, "ExtSubTable", subtable), "alternates", {}
                    )
    for mapping in font["cmap"].tables:
        for prime in PRIMES:
            forms = substitutes.get(mapping.cmap.get(prime))
            if forms:
                mapping.cmap[prime] = forms[0]


def mend_arrows(font: TTFont) -> None:
    """Where the last part of an arrow could only be joined at its far end, turn it around."""
    for construction in font["MATH"].table.MathVariants.HorizGlyphConstruction:
        if construction.GlyphAssembly is None:
            continue
        last = construction.GlyphAssembly.PartRecords[-1]
        if last.StartConnectorLength == 0:
            ends = last.StartConnectorLength, last.EndConnectorLength
            last.EndConnectorLength, last.StartConnectorLength = ends


def mend_tilde(font: TTFont) -> None:
    """U+02DC grows as U+0303 does; MathML Core names only the former a stretchy sign."""
    variants = font["MATH"].table.MathVariants
    glyphs, forms = variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction
    spacing, combining = (font.getBestCmap()[code] for code in (0x2DC, 0x303))
    ordered = sorted(
        [*zip(glyphs, forms, strict=True), (spacing, forms[glyphs.index(combining)])],
        key=lambda pair: font.getGlyphID(pair[0]),
    )
    variants.HorizGlyphCoverage.glyphs = [glyph for glyph, _ in ordered]
    variants.HorizGlyphConstruction = [form for _, form in ordered]
    variants.HorizGlyphCount = len(ordered)


def mend_roots(font: TTFont) -> None:
    """Make tall roots narrower: behind each root a browser leaves what the widest would take."""
    variants = font["MATH"].table.MathVariants
    place = variants.VertGlyphCoverage.glyphs.index(font.getBestCmap()[0x221A])
    root = variants.VertGlyphConstruction[place]
    tall = [record.VariantGlyph for record in root.MathGlyphVariantRecord[1:]]
    for name in {*tall, *(part.glyph for part in root.GlyphAssembly.PartRecords)}:
        advance, _ = font["hmtx"][name]
        glyph = font["glyf"][name]
        glyph.coordinates.scale((ROOT / advance, 1))
        glyph.coordinates.toInt()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = ROOT, glyph.xMin


def cut(font: TTFont) -> None:
    """Keep the characters of mathematics, and the layout features that formulas are set with."""
    options = subset.Options()
    # Script sizes, dotless letters under accents, flat accents; the stylistic sets are not for us.
    options.layout_features = ["ssty", "dtls", "flac", "ccmp", "mark", "mkmk", "kern", "rtlm"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["DSIG"]
    subsetter = subset.Subsetter(options)
    wanted = [c for low, high in (*RANGES, *LETTERS) for c in range(low, high + 1)]
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """A name of its own; copyright and licence stay."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = NAME
        elif record.nameID in (3, 6):
            record.string = NAME.replace(" ", "")


if __name__ == "__main__":
    main()
