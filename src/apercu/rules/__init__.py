"""The Markdown of notes: rules beside CommonMark, in the order in which they are installed."""

from collections.abc import Callable

from markdown_it import MarkdownIt

from apercu.rules.bare_url import bare_url_rule
from apercu.rules.callout import callout_rule
from apercu.rules.cite import cite_rule
from apercu.rules.code import code_rule
from apercu.rules.definitions import definitions_rule
from apercu.rules.depth import depth_rule
from apercu.rules.display import display_rule
from apercu.rules.elements import elements_rule
from apercu.rules.figure import figure_rule
from apercu.rules.footnotes import footnotes_rule
from apercu.rules.heading import heading_rule
from apercu.rules.kramdown import kramdown_rule
from apercu.rules.links import links_rule
from apercu.rules.math_block import math_block_rule
from apercu.rules.math_inline import math_inline_rule
from apercu.rules.math_output import math_output_rule
from apercu.rules.media import media_rule
from apercu.rules.raw_html import raw_html_rule
from apercu.rules.tables import tables_rule
from apercu.rules.tasks import tasks_rule
from apercu.rules.wikilink import wikilink_rule

RULES: tuple[Callable[[MarkdownIt], None], ...] = (
    depth_rule,
    tables_rule,
    math_block_rule,
    math_inline_rule,
    bare_url_rule,
    kramdown_rule,
    wikilink_rule,
    callout_rule,
    definitions_rule,
    footnotes_rule,
    tasks_rule,
    display_rule,
    media_rule,
    figure_rule,
    cite_rule,  # behind figures, whose captions may have been texts of images
    heading_rule,
    links_rule,
    code_rule,
    math_output_rule,
    raw_html_rule,
    elements_rule,
)
