"""Definition lists: a term, and below it lines that begin with `: `."""

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin


def definitions_rule(md: MarkdownIt) -> None:
    """Teach `md` to read definition lists, as Pandoc does."""
    md.use(deflist_plugin)
