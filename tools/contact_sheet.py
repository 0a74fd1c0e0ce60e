"""Write a page with every construct of tests/mathml/constructs.txt, inline and displayed.

    python tools/contact_sheet.py sheet.html

Open it in a browser and look at it beside what TeX prints; docs/looked-at.md says what was seen.
"""

import html
import sys
from pathlib import Path

from apercu.mathml import Converted, Formula, convert

ROOT = Path(__file__).parents[1]


def main(target: Path) -> None:
    """Write the page; it loads the style sheet and the whole font from `theme/`."""
    lines = (ROOT / "tests" / "mathml" / "constructs.txt").read_text("utf-8").splitlines()
    cards = [card(line) for line in lines if line and not line.startswith("# ")]
    style = ".sheet { display: grid; grid-template-columns: repeat(3, 1fr); padding: 1em }"
    page = (
        '<!doctype html><meta charset="utf-8"><title>Contact sheet</title>'
        f'<link rel="stylesheet" href="{(ROOT / "theme" / "apercu.css").as_uri()}">'
        f"<style>{style}</style><div class=sheet>{''.join(cards)}</div>"
    )
    target.write_text(page, "utf-8")


def card(tex: str) -> str:
    """One construct: its source, inside a line of text, and as a display."""
    display, inline = (converted.html for converted in convert_both(tex))
    source = html.escape(tex)
    return f"<div><code>{source}</code><p>Hxg {inline} Hxg</p><div class=eq>{display}</div></div>"


def convert_both(tex: str) -> tuple[Converted, Converted]:
    """As a display and inline; each alone, so that no number runs on."""
    return convert([Formula(tex, True)])[0], convert([Formula(tex, False)])[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
