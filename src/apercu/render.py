"""Page + templates → File. The templates arrive as texts: nothing here reads the disk.

A template of the site stands in for the built-in one of its name and may extend it as
`default/NAME`. A mistake in a template names the file and the line where it stands, also when
another template extends or includes that one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from traceback import walk_tb

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.runtime import Macro

from apercu.context import Row
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.frame import Chrome
from apercu.place import absolute_url, file_of, relative_url, rooted_url
from apercu.record import Record
from apercu.site import File, Page, Shell
from apercu.text import did_you_mean
from apercu.words import words_of

NOT_FOUND = "404.html"
"""Served at any depth, so its links cannot be relative."""

_FOLDER = "templates/"
_BUILT_IN = "default/"
_GLOBALS = ("_", "absolute", "date", "link", "once", "page", "plural", "site", "url")
_README = "templates/README.md lists what each template may use"

# What an expression in a template can raise. Anything else is a bug of ours.
_FAULTS = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Templates(Record):
    """Texts of templates by name, as in `paper.html`."""

    default: Mapping[str, str]
    own: Mapping[str, str]
    """Of the site."""

    def load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """The text of a template, the name that errors give its file, and that it stays so."""
        if name in self.own:
            return self.own[name], _FOLDER + name, _is_fresh
        built_in = name.removeprefix(_BUILT_IN)
        if built_in in self.default:
            return self.default[built_in], _FOLDER + _BUILT_IN + built_in, _is_fresh
        return None


class _Fault(Record):
    """What is wrong with a template: the same for all pages that meet it."""

    span: Span
    message: str
    help: str


class _Missing(StrictUndefined):
    """A name that is not there; the second line of its message is the help."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = str(self._undefined_name), self._undefined_obj
        if isinstance(owner, Record):
            known = owner.__struct_fields__
            what = f"`{type(owner).__name__}` has no field `{name}`"
            return f"{what}\n{did_you_mean(name, known) or _README}"
        what = f"nothing here is called `{name}`"
        return f"{what}\n{did_you_mean(name, _GLOBALS) or _README}"


def render_pages(
    pages: Iterable[Page], chrome: Chrome, templates: Templates
) -> tuple[list[File | Shell], tuple[Diagnostic, ...]]:
    """The file of each page, in their order, and one diagnostic a fault in a template.

    A page that shows a note is a shell, into which its text is put later. A page that fails has
    no file.
    """
    return Renderer(chrome, templates).render(pages)


class Renderer:
    """Templates that are compiled once, for any number of pages."""

    def __init__(self, chrome: Chrome, templates: Templates) -> None:
        self._chrome = chrome
        self._templates = templates
        self._environment = _environment(chrome, templates)
        self._rows: dict[tuple[str, str], str] = {}

    def compile(self, names: Iterable[str]) -> None:
        """Compile templates now, for processes that are forked from this one."""
        for name in sorted(set(names)):
            with suppress(*_FAULTS):  # told when a page is rendered
                self._environment.get_template(name)

    def render(self, pages: Iterable[Page]) -> tuple[list[File | Shell], tuple[Diagnostic, ...]]:
        """As `render_pages`."""
        files: list[File | Shell] = []
        failed: dict[_Fault, list[Page]] = {}
        for page in pages:
            try:
                files.append(self._render(page))
            except _FAULTS as error:
                failed.setdefault(_fault(error, page, self._templates), []).append(page)
        return files, tuple(_report(fault, met) for fault, met in failed.items())

    def _render(self, page: Page) -> File | Shell:
        link = _linker(page.url, self._chrome.base_url)
        once = partial(_once, self._rows, link(""))
        template = self._environment.get_template(page.template)
        text = template.render(page=page.context, url=page.url, link=link, once=once)
        if page.slots:
            return Shell(file_of(page.url), text, page.slots)
        # Half of a surrogate pair, written as an escape in YAML, has no bytes.
        return File(file_of(page.url), text.encode("utf-8", "replace"))


def _environment(chrome: Chrome, templates: Templates) -> Environment:
    environment = Environment(
        loader=FunctionLoader(templates.load),
        undefined=_Missing,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals["site"] = chrome
    words = words_of(chrome.lang)
    environment.globals |= {"_": words, "plural": words.plural, "date": words.date}
    environment.globals["absolute"] = partial(absolute_url, chrome.base_url)
    return environment


def _is_fresh() -> bool:
    return True


def _linker(page: str, base_url: str) -> partial[str]:
    return partial(rooted_url, base_url) if page == NOT_FOUND else partial(relative_url, page)


def _once(made: dict[tuple[str, str], str], up: str, macro: Macro, item: Row) -> str:
    """What a macro makes of a row: the same wherever links go the same way `up`, so made once."""
    key = (up, item.url)
    if key not in made:
        made[key] = macro(item)
    return made[key]


def _fault(error: Exception, page: Page, templates: Templates) -> _Fault:
    span = _place(error, page)
    if isinstance(error, TemplateNotFound):
        names = sorted({*templates.own, *templates.default})
        hint = did_you_mean(str(error.name), names) or "put it into templates/"
        return _Fault(span, f"no template is called `{error.name}`", hint)
    if isinstance(error, RecursionError):
        name = span.path.removeprefix(_FOLDER)
        hint = f'extend the built-in one: `{{% extends "{_BUILT_IN}{name}" %}}`'
        return _Fault(span, "the template extends or includes itself without end", hint)
    if isinstance(error, UndefinedError):
        message, _, hint = str(error).partition("\n")
        return _Fault(span, message, hint or _README)
    return _Fault(span, " ".join(str(error).rstrip(".").split()) or "it fails", _README)


def _place(error: Exception, page: Page) -> Span:
    """The innermost line of a template; of the site's own rather than a built-in one, because
    a macro of ours fails for what was handed to it."""
    if isinstance(error, TemplateSyntaxError):
        return Span(error.filename or _FOLDER + page.template, max(error.lineno, 1))
    found = [
        Span(frame.f_code.co_filename, line)
        for frame, line in walk_tb(error.__traceback__)
        if "__jinja_exception__" in frame.f_globals
    ]
    own = [span for span in found if not span.path.startswith(_FOLDER + _BUILT_IN)]
    return next(reversed(own or found), Span(_FOLDER + page.template))


def _report(fault: _Fault, pages: Sequence[Page]) -> Diagnostic:
    first = pages[0]
    name = fault.span.path.removeprefix(_FOLDER)
    where = f"for /{first.url}" + (f" ({first.source})" if first.source else "")
    more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    message = f"{fault.message}, in line {fault.span.line} of `{name}` {where}{more}"
    return diagnose("AP501", message, fault.span, fault.help)
