"""One Source → Parsed: the front matter, the head of the body, the rendered text.

Pure: the same source and options give the same result, so it is kept by content and made in
parallel.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import cast

from apercu import hole
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.frontmatter import Front, read_front
from apercu.identity import read_id
from apercu.late import late
from apercu.markdown import MarkdownOptions, render_body, render_text
from apercu.mathml import symbols_of, with_many_formulas
from apercu.model import Body, Claims, ExternalLink, PaperId, Parsed, Source, Status, Summary, Text
from apercu.preamble import Preamble, read_preamble
from apercu.record import Record
from apercu.split import split_note

# Everything below space but tab and newline, DEL, and what XML 1.0 refuses.
_CONTROL = late("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DATED = late(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_ ]+(.+)")


class ParseOptions(Record):
    """What of the settings changes how a note is read."""

    macros: tuple[tuple[str, str], ...] = ()
    kramdown_math: bool = False
    numeric_citations: bool = False
    lang: str = "en"
    """Of the site; a note may have one of its own."""


def parse_source(source: Source, options: ParseOptions) -> Parsed:
    """Read one note. A note with mistakes still gives a summary, so that links to it hold."""
    return with_many_formulas(lambda: _parse(source, options))


def _parse(source: Source, options: ParseOptions) -> Parsed:
    source, diagnostics = _without_controls(source)
    split, unsplit = split_note(source)
    front, wrong = read_front(split, source.path)
    diagnostics += unsplit + wrong
    preamble = read_preamble(split.body, front.title, wants_tldr=not front.tldr)
    markdown = MarkdownOptions(
        macros=(*options.macros, *front.math_macros),
        kramdown_math=options.kramdown_math or front.is_jekyll,
        numeric_citations=options.numeric_citations,
        lang=front.lang or options.lang,
    )
    diagnostics += tuple(_wrong_links(preamble, source, split.body_line))
    body, problems = render_body(
        preamble.body, path=source.path, first_line=split.body_line, options=markdown
    )
    diagnostics += problems
    spans = dict(front.spans)
    if any(problem.severity == "error" for problem in (*unsplit, *wrong)):
        # The title was there, as far as anyone knows: one mistake is one diagnostic.
        spans.setdefault("title", Span(source.path))
    if not source.text.strip():
        spans["title"] = Span(source.path)
        help = "write a heading with the title of a paper, and below it what you think of it"
        diagnostics += (diagnose("AP113", "the note is empty", Span(source.path), help),)
    writing = _Writing(source.path, markdown, [])
    claims = _claims(front, writing)
    found = _found(preamble, split.body_line, writing)
    tldr = _tldr(front, preamble, split.body_line, writing)
    texts = (claims.title, claims.abstract, found.title, found.abstract, tldr)
    summary = Summary(
        path=source.path,
        claims=claims,
        found=found,
        body=body,
        tldr=tldr,
        author=front.author,
        date=front.date or preamble.date or file_date(source.path),
        updated=front.updated,
        tags=tuple(_plain_tags(front, preamble, writing)),
        status=cast(Status, front.status),  # the reader lets only these words through
        rating=front.rating,
        lang=front.lang,
        slug=front.slug,
        aliases=front.aliases,
        draft=front.draft,
        unlisted=front.unlisted,
        private=front.private,
        symbols=symbols_of(body.html, *(text.html for text in texts if text)),
        spans=spans,
    )
    return Parsed(summary, (*diagnostics, *writing.diagnostics))


def lost_note(source: Source) -> Parsed:
    """What stands for a note whose reading ended the process; links to it hold."""
    span = Span(source.path)
    message = "the process that read the note was killed"
    help = "make the note smaller, or free memory; the other notes were read"
    summary = Summary(source.path, Claims(), Claims(), Body(""), spans={"title": span})
    return Parsed(summary, (diagnose("AP208", message, span, help),))


def _wrong_links(preamble: Preamble, source: Source, body_line: int) -> Iterator[Diagnostic]:
    """The title of a note is no text with links, so an address that is not shown is reported."""
    lines = source.text.split("\n")
    for url in preamble.wrong_urls:
        for number in range(body_line - 1, len(lines)):
            column = lines[number].find(url)
            if url and column >= 0:
                message = f'the title links to no web address: "{url}"'
                span = Span(source.path, number + 1, column + 1, len(url))
                yield diagnose("AP111", message, span, "write it with `https://` in front")
                break


def file_date(path: str) -> dt.date | None:
    """The day in a file name as Jekyll writes it: `2017-04-27-VQA.md`."""
    match = _DATED.fullmatch(PurePosixPath(path).stem)
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _without_controls(source: Source) -> tuple[Source, tuple[Diagnostic, ...]]:
    # Most notes need no search: what is printable line by line holds nothing of the kind.
    is_plain = all(map(str.isprintable, source.text.split("\n")))
    match = None if is_plain else _CONTROL.search(source.text)
    if match is None:
        return Source(source.path, hole.clean(source.text)), ()
    line = source.text.count("\n", 0, match.start()) + 1
    column = match.start() - (source.text.rfind("\n", 0, match.start()) + 1) + 1
    message = f"the note holds the control character U+{ord(match[0]):04X}"
    help = "remove it; a mark stands in its place on the page"
    text = hole.clean(_CONTROL.sub("\ufffd", source.text))
    warning = diagnose("AP112", message, Span(source.path, line, column), help)
    return Source(source.path, text), (warning,)


class _Writing(Record):
    """Renders the short texts of one note and keeps what was wrong with them."""

    path: str
    options: MarkdownOptions
    diagnostics: list[Diagnostic]

    def text(self, text: str, span: Span, *, markup: bool) -> Text | None:
        if not text:
            return None
        made, problems = render_text(text, span=span, options=self.options, markup=markup)
        self.diagnostics.extend(problems)
        return made


def _claims(front: Front, writing: _Writing) -> Claims:
    def span(name: str) -> Span:
        return front.spans.get(name, Span(writing.path))

    return Claims(
        title=writing.text(front.title, span("title"), markup=False),
        authors=front.authors,
        et_al=front.et_al,
        year=front.year,
        venue=front.venue or None,
        ids=front.ids,
        abstract=writing.text(front.abstract, span("abstract"), markup=False),
        links=front.links,
    )


def _found(preamble: Preamble, body_line: int, writing: _Writing) -> Claims:
    return Claims(
        title=writing.text(preamble.title, Span(writing.path, body_line), markup=False),
        authors=preamble.authors,
        et_al=preamble.et_al,
        year=preamble.year,
        venue=preamble.venue or None,
        ids=_found_ids(preamble.urls),
        links=tuple(
            ExternalLink(label or "Paper", url)
            for label, url in preamble.urls
            if label or read_id(url) is None
        ),
    )


def _plain_tags(front: Front, preamble: Preamble, writing: _Writing) -> Iterator[str]:
    r"""The tags; math in one is written in its plain form, `$\ell_1$` as ℓ1."""
    span = front.spans.get("tags", Span(writing.path))
    for tag in front.tags or preamble.tags:
        text = writing.text(tag, span, markup=False) if "$" in tag else None
        yield text.plain if text else tag


def _found_ids(urls: Sequence[tuple[str, str]]) -> tuple[PaperId, ...]:
    known = [read_id(url) for label, url in urls if not label]
    return tuple(dict.fromkeys(paper_id for paper_id in known if paper_id))


def _tldr(front: Front, preamble: Preamble, body_line: int, writing: _Writing) -> Text | None:
    if front.tldr:
        span = front.spans.get("tldr", Span(writing.path))
        return writing.text(front.tldr, span, markup=True)
    span = Span(writing.path, body_line + preamble.tldr_line - 1)
    return writing.text(preamble.tldr, span, markup=True)
