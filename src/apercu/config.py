"""`apercu.yml` → Config. An empty file is valid; an unknown key is an error that suggests."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from apercu import field
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.field import WrongValue
from apercu.model import STATUSES, Source, Writer
from apercu.text import did_you_mean, slugify
from apercu.url import is_web_url
from apercu.yamlspan import Items, Scalar, Table, Value, YamlCodes, compose

FILE = "apercu.yml"


@dataclass(frozen=True, slots=True)
class Config:
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
    theme_accent: str = ""
    theme_css: str = ""
    theme_nav: tuple[tuple[str, str], ...] = ()
    theme_footer: str = ""
    domain: str = ""
    deploy_branch: str = "gh-pages"
    deploy_remote: str = "origin"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file: how it is read, and a sentence for the reference."""

    read: Callable[[Value], object]
    sentence: str


def _base_url(value: Value) -> str:
    url = field.text(value)
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise WrongValue(
            f"must be the address of the site, not {field.describe(value)}",
            "write it as in `https://user.github.io/papers/`",
            value.span,
        )
    return url.rstrip("/") + "/"


def _domain(value: Value) -> str:
    name = field.text(value)
    if "/" in name or ":" in name or "." not in name:
        raise WrongValue(
            f"must be a host name, not {field.describe(value)}",
            "write it as in `notes.example.org`",
            value.span,
        )
    return name.lower()


def _one_of(*words: str) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        word = field.text(value)
        if word not in words:
            hint = did_you_mean(word, words) or f"write {', '.join(words[:-1])} or {words[-1]}"
            raise WrongValue(f"must not be {field.describe(value)}", hint, value.span)
        return word

    return read


def _style(value: Value) -> str:
    name = field.text(value)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        help = "write author-year, numeric, or a name of zotero.org/styles, as in apa"
        raise WrongValue(f"must be the name of a style, not {field.describe(value)}", help)
    return name


def _color(value: Value) -> str:
    color = field.text(value)
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", color):
        help = "write it in quotes, as in `accent: '#a3401f'`; without them YAML reads a comment"
        raise WrongValue(f"must be a color, not {field.describe(value)}", help)
    return color.lower()


def _theme_file(value: Value) -> str:
    name = field.text(value).removeprefix("theme/")
    if not re.fullmatch(r"[\w-][\w./-]*\.css", name) or ".." in name:
        help = "put it into theme/ and write its name, as in `extra.css`"
        raise WrongValue(f"must be the name of a style sheet, not {field.describe(value)}", help)
    return name


def _nav(value: Value) -> tuple[tuple[str, str], ...]:
    """Labels and addresses: of the site, from its root, or of the web."""
    links: list[tuple[str, str]] = []
    for entry in value.items if isinstance(value, Items) else (value,):
        for label, url in field.pairs(entry):
            if not (url.startswith("/") or is_web_url(url)) or url.startswith("//"):
                help = "write `/about/` for a page of the site, else a whole `https://` address"
                raise WrongValue(f'leads nowhere: "{url}"', help, entry.span)
            links.append((label, url.removeprefix("/") if url.startswith("/") else url))
    return tuple(links)


def _ref(value: Value) -> str:
    name = field.text(value)
    # What git would take for an option, or could not be a ref (git help check-ref-format).
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", name) or ".." in name:
        raise WrongValue(f"must be a name that git takes, not {field.describe(value)}")
    return name


def _statuses(value: Value) -> tuple[tuple[str, str], ...]:
    pairs = field.pairs(value)
    for key, status in pairs:
        if status not in STATUSES:
            hint = did_you_mean(status, STATUSES) or f"write one of {', '.join(STATUSES)}"
            raise WrongValue(f'says "{status}" of {key}', hint, value.span)
    return pairs


def _people(value: Value) -> tuple[tuple[str, Writer], ...]:
    if not isinstance(value, Table):
        raise WrongValue(
            f"must be a mapping, not {field.describe(value)}",
            "write it as in `people: {jane: {name: Jane Doe}}`",
            value.span,
        )
    return tuple((key.text, _writer(key, entry)) for key, entry in value.pairs)


def _writer(key: Scalar, entry: Value) -> Writer:
    if isinstance(entry, Scalar):
        name = field.text(entry) or key.text
        return Writer(name, slugify(key.text))
    if not isinstance(entry, Table):
        raise WrongValue(
            f"must be a name or a mapping, not {field.describe(entry)}", span=entry.span
        )
    known: dict[str, str] = {}
    for inner, value in entry.pairs:
        if inner.text not in ("name", "url", "orcid"):
            hint = did_you_mean(inner.text, ("name", "url", "orcid"))
            raise WrongValue(f"has an unknown key `{inner.text}`", hint, inner.span)
        known[inner.text] = field.text(value)
        if inner.text == "url" and not is_web_url(known["url"]):
            raise WrongValue(
                f"has a `url` that is no web address: {field.describe(value)}",
                "write it with `https://` in front",
                value.span,
            )
    name = known.get("name") or key.text
    return Writer(name, slugify(key.text), known.get("url", ""), known.get("orcid", ""))


KEYS: dict[str, Key] = {
    "title": Key(field.text, "The name of the site."),
    "description": Key(field.paragraph, "One sentence about the site, for its home page."),
    "base_url": Key(_base_url, "Where the site will be served, for links that must be absolute."),
    "lang": Key(field.text, "The language of the notes, as in `en` or `zh-Hans`."),
    "author": Key(field.text, "Who wrote the notes that name nobody: a key of `people` or a name."),
    "people": Key(_people, "Writers by key, each with `name`, `url` and `orcid`."),
    "math.kramdown": Key(field.flag, "Whether `$$x$$` inside a line of text is inline math."),
    "math.macros": Key(field.pairs, "LaTeX macros for all notes, as in `{R: '\\mathbb{R}'}`."),
    "bibliography": Key(field.items, "Libraries, as in `[library.bib]`; else those in content/."),
    "papers.stubs": Key(
        _one_of("none", "list", "pages"),
        "What is shown of library papers without a note: `none`, `list` or `pages`.",
    ),
    "papers.status": Key(_statuses, "How far you are, as in `{bahdanau2014: to-read}`."),
    "papers.venues": Key(field.pairs, "Other names of venues, as in `{NIPS: NeurIPS}`."),
    "tags.aliases": Key(field.pairs, "Other names of tags, as in `{rl: reinforcement-learning}`."),
    "citations.style": Key(
        _style, "How citations look: `author-year`, `numeric`, or a style of CSL, as in `apa`."
    ),
    "lists.per_page": Key(field.whole_number(1, 1000), "How many papers a page of a list shows."),
    "feeds.limit": Key(field.whole_number(1, 1000), "How many summaries a feed holds."),
    "theme.accent": Key(_color, "The color of the venue and of the current page: `'#a3401f'`."),
    "theme.css": Key(_theme_file, "A style sheet in theme/ that comes after the built-in one."),
    "theme.nav": Key(_nav, "Links in the header instead of ours, as in `[{About: /about/}]`."),
    "theme.footer": Key(field.paragraph, "A sentence at the foot of every page."),
    "domain": Key(_domain, "A domain of your own; writes the file CNAME for GitHub Pages."),
    "deploy.branch": Key(_ref, "The branch that `apercu deploy` pushes to."),
    "deploy.remote": Key(_ref, "The remote that `apercu deploy` pushes to."),
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
            config = replace(config, **{path.replace(".", "_"): key.read(entry)})  # type: ignore[arg-type]  # the reader of a key gives the type of its field
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
