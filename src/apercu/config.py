"""`apercu.yml` → Config. An empty file is valid; an unknown key is an error that suggests."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from msgspec.structs import replace

from apercu import field, setting
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.field import WrongValue
from apercu.model import Source, Writer
from apercu.picture import ENDINGS as PICTURES
from apercu.record import Record
from apercu.text import did_you_mean
from apercu.yamlspan import compose
from apercu.yamlvalue import Scalar, Table, Value, YamlCodes

FILE = "apercu.yml"


class Config(Record):
    """The settings of a site. Each field is explained in `KEYS`."""

    title: str = "Paper notes"
    description: str = ""
    base_url: str = ""
    lang: str = "en"
    author: str = ""
    people: tuple[tuple[str, Writer], ...] = ()
    math_kramdown: bool = False
    math_macros: tuple[tuple[str, str], ...] = ()
    bibliography: tuple[str, ...] = ()
    papers_stubs: str = "none"
    papers_status: tuple[tuple[str, str], ...] = ()
    papers_venues: tuple[tuple[str, str], ...] = ()
    citations_style: str = "author-year"
    tags_aliases: tuple[tuple[str, str], ...] = ()
    lists_per_page: int = 20
    feeds_limit: int = 30
    search: bool = True
    repo_url: str = ""
    theme_accent: str = ""
    theme_css: str = ""
    theme_logo: str = ""
    theme_nav: tuple[tuple[str, str], ...] = ()
    theme_footer: str = ""
    domain: str = ""
    deploy_branch: str = "gh-pages"
    deploy_remote: str = "origin"


class Key(Record):
    """One key of the file: how it is read, and a sentence for the reference."""

    read: Callable[[Value], object]
    sentence: str


KEYS: dict[str, Key] = {
    "title": Key(field.text, "The name of the site."),
    "description": Key(field.paragraph, "One sentence about the site, for its home page."),
    "base_url": Key(
        setting.base_url, "Where the site will be served, for links that must be absolute."
    ),
    "lang": Key(field.text, "The language of the notes, as in `en` or `zh-Hans`."),
    "author": Key(field.text, "Who wrote the notes that name nobody: a key of `people` or a name."),
    "people": Key(setting.people, "Writers by key, each with `name`, `url` and `orcid`."),
    "math.kramdown": Key(field.flag, "Whether `$$x$$` inside a line of text is inline math."),
    "math.macros": Key(field.pairs, "LaTeX macros for all notes, as in `{R: '\\mathbb{R}'}`."),
    "bibliography": Key(field.items, "Libraries, as in `[library.bib]`; else those in content/."),
    "papers.stubs": Key(
        setting.Choice(("none", "list", "pages")),
        "What is shown of library papers without a note: `none`, `list` or `pages`.",
    ),
    "papers.status": Key(setting.statuses, "How far you are, as in `{bahdanau2014: to-read}`."),
    "papers.venues": Key(field.pairs, "Other names of venues, as in `{NIPS: NeurIPS}`."),
    "tags.aliases": Key(field.pairs, "Other names of tags, as in `{rl: reinforcement-learning}`."),
    "citations.style": Key(
        setting.style,
        "How citations look: `author-year`, `numeric`, or a style of CSL.",
    ),
    "lists.per_page": Key(field.WholeNumber(1, 1000), "How many papers a page of a list shows."),
    "feeds.limit": Key(field.WholeNumber(1, 1000), "How many summaries a feed holds."),
    "repo_url": Key(
        setting.repo_url,
        "Where the notes are, for a link to edit each: `https://github.com/me/notes`.",
    ),
    "search": Key(field.flag, "Whether the text can be searched; `true` unless you say so."),
    "theme.accent": Key(setting.color, "The color of venue and current page, as in `'#a3401f'`."),
    "theme.css": Key(
        setting.ThemeFile("a style sheet", (".css",)),
        "A style sheet in theme/ that comes after the built-in one.",
    ),
    "theme.logo": Key(
        setting.ThemeFile("an image", PICTURES), "An image in theme/ before the name of the site."
    ),
    "theme.nav": Key(setting.nav, "Links in the header instead of ours: `[{About: /about/}]`."),
    "theme.footer": Key(field.paragraph, "A sentence at the foot of every page."),
    "domain": Key(setting.domain, "A domain of your own; writes the file CNAME for GitHub Pages."),
    "deploy.branch": Key(setting.ref, "The branch that `apercu deploy` pushes to."),
    "deploy.remote": Key(setting.ref, "The remote that `apercu deploy` pushes to."),
}
"""Every key by its path; a dot is a level of the file, an underscore in the field of Config."""

_HINTS = {
    "baseurl": "base_url",
    "site_url": "base_url",
    "url": "base_url",
    "site_name": "title",
    "name": "title",
    "language": "lang",
}
"""What other tools call our keys, lower case."""


def read_config(source: Source | None) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings in `apercu.yml`; the defaults where it is missing or wrong."""
    if source is None:
        return Config(), ()
    codes = YamlCodes(syntax="AP403", duplicate="AP403", limit="AP403")
    value, diagnostics = compose(source.text, path=source.path, codes=codes)
    if value is None or (isinstance(value, Scalar) and value.is_null):
        return Config(), diagnostics
    if not isinstance(value, Table):
        message = f"the settings must be a mapping of keys to values, not {field.describe(value)}"
        return Config(), (
            *diagnostics,
            diagnose("AP403", message, value.span, "begin with `title: …`"),
        )
    config = Config()
    found = list(diagnostics)
    for path, span, entry in _leaves(value, ""):
        key = KEYS.get(path)
        if key is None:
            found.append(_unknown(path, span))
            continue
        try:
            config = replace(config, **{path.replace(".", "_"): key.read(entry)})
        except WrongValue as wrong:
            message = f"`{path}` {wrong.message}"
            found.append(
                diagnose("AP402", message, wrong.span or entry.span, wrong.help or key.sentence)
            )
    found.extend(_disagreements(config, value))
    return config, tuple(found)


def _leaves(table: Table, prefix: str) -> Iterator[tuple[str, Span, Value]]:
    """Each setting with its dotted path and the span of its key."""
    for key, entry in table.pairs:
        path = prefix + key.text
        is_section = any(known.startswith(path + ".") for known in KEYS)
        if is_section and isinstance(entry, Table):
            yield from _leaves(entry, path + ".")
        elif not (isinstance(entry, Scalar) and entry.is_null and (is_section or path in KEYS)):
            yield path, key.span, entry


def _unknown(path: str, span: Span) -> Diagnostic:
    section, _, name = path.rpartition(".")
    if section == "" and name.lower() in _HINTS:
        hint = f"apercu calls it `{_HINTS[name.lower()]}`"
    else:
        depth = len(section) + 1 if section else 0
        level = {k[depth:].split(".")[0] for k in KEYS if k.startswith(section)}
        hint = did_you_mean(name, sorted(level)) or f"known here: {', '.join(sorted(level))}"
    if any(known.startswith(path + ".") for known in KEYS):
        return diagnose(
            "AP402", f"`{path}` must be a mapping", span, f"known in it: {_inside(path)}"
        )
    return diagnose("AP401", f"there is no setting `{path}`", span, hint)


def _inside(path: str) -> str:
    return ", ".join(key[len(path) + 1 :] for key in KEYS if key.startswith(path + "."))


def _disagreements(config: Config, table: Table) -> Iterator[Diagnostic]:
    if not config.domain or not config.base_url:
        return
    host = urlsplit(config.base_url).netloc
    if host != config.domain:
        entry = table.get("domain")
        span = entry.span if entry else Span(FILE)
        message = f"`domain` is {config.domain}, but `base_url` leads to {host}"
        yield diagnose("AP402", message, span, f"write `base_url: https://{config.domain}/`")
