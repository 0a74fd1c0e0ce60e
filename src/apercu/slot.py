"""The text of a note, put where it goes: last of all, when everything around it is finished.

Pages, feeds and search documents are made without the texts of notes. So an edit of a text alone
is a text put anew into what was made before.
"""

import html
import json
import re
from collections.abc import Callable
from urllib.parse import unquote

from apercu.hole import ANCHOR, fill
from apercu.late import late
from apercu.model import Prose, Summary
from apercu.place import absolute_url, element_of, href_of, is_absolute
from apercu.site import File, Form, Shell, Slot
from apercu.text import separate

_PERMALINK = late(r' <a class="permalink"[^>]*>#</a>')
_MATH = late(r'<math[^>]* alttext="([^"]*)".*?</math>', re.DOTALL)
_ANNOTATION = late(r"<annotation.*?</annotation>", re.DOTALL)
_HEADING = late(r"(</?h)([3-6])(?=[ >])")
# What XML 1.0 cannot hold.
_UNFIT = late("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def page_slot(summary: Summary, page: str, form: Form = "page") -> Slot:
    """A summary as the page at the URL `page` shows it."""
    elements = tuple(
        element_of(ref, target, href_of(target, page), with_card=True)
        for ref, target in zip(summary.body.refs, summary.targets, strict=True)
    )
    return Slot(form, summary.path, summary.anchor, elements)


def feed_slot(summary: Summary, page: str, base_url: str, form: Form) -> Slot:
    """A summary as a feed carries it: absolute addresses, and no cards."""

    def element(number: int) -> str:
        target = summary.targets[number]
        fragment = f"#{target.fragment}" if target.fragment else ""
        away = is_absolute(target.url)
        url = target.url if away else absolute_url(base_url, unquote(target.url).removeprefix("./"))
        return element_of(summary.body.refs[number], target, url + fragment, with_card=False)

    elements = tuple(map(element, range(len(summary.body.refs))))
    return Slot(form, summary.path, summary.anchor, elements, absolute_url(base_url, page))


def fill_shell(shell: Shell, prose_of: Callable[[str], Prose]) -> File:
    """The finished file; `prose_of` gives the text of the note at a path."""
    text = fill(shell.text, lambda n: show(shell.slots[n], prose_of(shell.slots[n].note)))
    # Half of a surrogate pair, written as an escape in YAML, has no bytes.
    return File(shell.url, text.encode("utf-8", "replace"))


def show(slot: Slot, prose: Prose) -> str:
    """What stands in a slot."""
    if slot.form == "words":
        lines = (line for line in prose.plain.splitlines() if line.strip())
        return "\n".join(f"<p>{html.escape(separate(line), quote=False)}</p>" for line in lines)
    body = prose.html.replace(ANCHOR, html.escape(slot.anchor))
    body = fill(body, slot.elements.__getitem__)
    if slot.form == "page":
        return body
    if slot.form == "raised":
        return _HEADING.sub(lambda match: match[1] + str(int(match[2]) - 1), body)
    body = _for_feed(body, slot.page)
    if slot.form == "json":
        return json.dumps(body, ensure_ascii=False)[1:-1]
    return html.escape(_UNFIT.sub("\ufffd", body), quote=False)


def _for_feed(body: str, page: str) -> str:
    """Behind each formula its TeX, which readers show that know neither MathML nor `hidden`."""
    body = body.replace('href="#', f'href="{html.escape(page)}#')
    body = _PERMALINK.sub("", body)
    return _MATH.sub(lambda m: f"{_ANNOTATION.sub('', m[0])}<code hidden>{m[1]}</code>", body)
