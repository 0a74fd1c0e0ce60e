"""Readers of single settings, beyond those that front matter has too: text → value, or why not."""

import re
from urllib.parse import urlsplit

from apercu import field
from apercu.field import WrongValue
from apercu.model import STATUSES, Writer
from apercu.record import Record
from apercu.text import did_you_mean, slugify
from apercu.url import is_web_url
from apercu.yamlvalue import Items, Scalar, Table, Value


def base_url(value: Value) -> str:
    """The address of the site, with `/` at its end; empty for none."""
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


def domain(value: Value) -> str:
    """A host name, in lower case."""
    name = field.text(value)
    if "/" in name or ":" in name or "." not in name:
        raise WrongValue(
            f"must be a host name, not {field.describe(value)}",
            "write it as in `notes.example.org`",
            value.span,
        )
    return name.lower()


class Choice(Record):
    """A reader that takes one of the words, as they are written."""

    words: tuple[str, ...]

    def __call__(self, value: Value) -> str:
        word = field.text(value)
        if word not in self.words:
            choice = f"write {', '.join(self.words[:-1])} or {self.words[-1]}"
            hint = did_you_mean(word, self.words) or choice
            raise WrongValue(f"must not be {field.describe(value)}", hint, value.span)
        return word


def style(value: Value) -> str:
    """The name of a citation style."""
    name = field.text(value)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        help = "write author-year, numeric, or a name of zotero.org/styles, as in apa"
        raise WrongValue(f"must be the name of a style, not {field.describe(value)}", help)
    return name


def color(value: Value) -> str:
    """A color as `#rgb` or `#rrggbb`, in lower case."""
    color = field.text(value)
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", color):
        help = "write it in quotes, as in `accent: '#a3401f'`; without them YAML reads a comment"
        raise WrongValue(f"must be a color, not {field.describe(value)}", help)
    return color.lower()


class ThemeFile(Record):
    """A reader for the name of a file in theme/."""

    what: str
    endings: tuple[str, ...]

    def __call__(self, value: Value) -> str:
        name = field.text(value).removeprefix("theme/")
        is_name = re.fullmatch(r"[\w-][\w./-]*", name) and ".." not in name
        if not is_name or not name.lower().endswith(self.endings):
            help = f"put it into theme/ and write its name, as in `mine{self.endings[0]}`"
            message = f"must be the name of {self.what}, not {field.describe(value)}"
            raise WrongValue(message, help)
        return name


def nav(value: Value) -> tuple[tuple[str, str], ...]:
    """Labels and addresses: of the site, from its root, or of the web."""
    links: list[tuple[str, str]] = []
    for entry in value.items if isinstance(value, Items) else (value,):
        for label, url in field.pairs(entry):
            if not (url.startswith("/") or is_web_url(url)) or url.startswith("//"):
                help = "write `/about/` for a page of the site, else a whole `https://` address"
                raise WrongValue(f'leads nowhere: "{url}"', help, entry.span)
            links.append((label, url.removeprefix("/") if url.startswith("/") else url))
    return tuple(links)


def ref(value: Value) -> str:
    """A name that git takes for a branch or a remote."""
    name = field.text(value)
    # What git would take for an option, or could not be a ref (git help check-ref-format).
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", name) or ".." in name:
        raise WrongValue(f"must be a name that git takes, not {field.describe(value)}")
    return name


def statuses(value: Value) -> tuple[tuple[str, str], ...]:
    """How far a reader is, by id of a paper."""
    pairs = field.pairs(value)
    for key, status in pairs:
        if status not in STATUSES:
            hint = did_you_mean(status, STATUSES) or f"write one of {', '.join(STATUSES)}"
            raise WrongValue(f'says "{status}" of {key}', hint, value.span)
    return pairs


def people(value: Value) -> tuple[tuple[str, Writer], ...]:
    """Writers by key."""
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


def repo_url(value: Value) -> str:
    """The address before the path of a note where it can be edited; empty for none.

    From a repository of GitHub, GitLab or Codeberg that of its editor on `main`; a longer address
    stays as it is.
    """
    url = field.text(value).rstrip("/").removesuffix(".git")
    if not url:
        return ""
    if not is_web_url(url):
        help = "write it as in `https://github.com/me/notes`"
        raise WrongValue(f"must be a web address, not {field.describe(value)}", help)
    parts = urlsplit(url)
    if parts.path.count("/") == 2:
        ways = {"codeberg.org": "_edit/main", "gitlab.com": "-/edit/main"}
        url += "/" + ways.get(parts.hostname or "", "edit/main")
    return url + "/"
