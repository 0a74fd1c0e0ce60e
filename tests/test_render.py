"""Templates: what they find, what overrides them, and how their mistakes are named."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from apercu.context import TermsContext
from apercu.diagnostic import Diagnostic
from apercu.frame import Html
from apercu.model import Text
from apercu.render import Templates, render_pages
from apercu.site import Page
from sites import SITE, TEMPLATES, Outline, chrome_of, finished, pages_of

MINE = "{% block head %}<!-- mine -->{% endblock %}"
BLOCK = "{% block main %}\n{{ page.no }}\n{% endblock %}"
TAGS = Page("tags/", "tags.html", TermsContext(()), "content/x.md")


def _render(own: Mapping[str, str], base_url: str = "") -> tuple[dict[str, str], list[Diagnostic]]:
    templates = replace(TEMPLATES, own=own)
    files, found = render_pages(pages_of(SITE), chrome_of(SITE, base_url), templates)
    return finished(files, SITE), list(found)


def _fault(own: Mapping[str, str], page: Page = TAGS) -> Diagnostic:
    templates = replace(TEMPLATES, own=own)
    files, found = render_pages([page], chrome_of(SITE), templates)
    assert files == []
    assert [diagnostic.code for diagnostic in found] == ["AP501"]
    return found[0]


def test_a_template_of_the_site_may_extend_the_built_in_one() -> None:
    own = {"paper.html": '{% extends "default/paper.html" %}' + MINE}
    texts, found = _render(own)
    assert found == []
    assert "<!-- mine -->" in texts["papers/deep/index.html"]
    assert "Summary by" in texts["papers/deep/index.html"]
    assert "<!-- mine -->" not in texts["tags/index.html"]


def test_a_base_of_the_site_is_the_frame_of_built_in_templates_too() -> None:
    own = {"base.html": '{% extends "default/base.html" %}' + MINE}
    texts, found = _render(own)
    assert found == []
    framed = [text for text in texts.values() if "This page has moved" not in text]
    redirects = [url for url in texts if url.startswith(("old/", "id/"))]
    assert len(framed) == len(texts) - len(redirects)
    assert all("<!-- mine -->" in text for text in framed)


def test_what_is_html_stays_and_what_is_text_is_escaped() -> None:
    context = TermsContext(())
    templates = Templates({"x.html": "{{ html }}|{{ '<b>' }}|{{ url }}"}, {})
    files, found = render_pages([Page("<x>/", "x.html", context)], chrome_of(SITE), templates)
    assert files == []
    assert "`html`" in found[0].message
    assert Html("<i>").__html__() == "<i>"


def test_page_url_and_links_are_at_hand() -> None:
    own = {"tags.html": '{{ url }} {{ link("papers/x/") }} {{ absolute(url) }} {{ site.version }}'}
    texts, _ = _render(own, "https://example.org/notes/")
    assert texts["tags/index.html"] == ("tags/ ../papers/x/ https://example.org/notes/tags/ 0.1.0")
    assert _render(own)[0]["tags/index.html"] == "tags/ ../papers/x/  0.1.0"


@pytest.mark.parametrize(
    ("base_url", "root"),
    [("", "/"), ("https://example.org/", "/"), ("https://example.org/notes/", "/notes/")],
)
def test_the_links_of_404_begin_at_the_root(base_url: str, root: str) -> None:
    text = _render({}, base_url)[0]["404.html"]
    links = [link for link in Outline(text).links if not link.startswith("#")]
    assert all(link.startswith(root) for link in links)
    assert f"{root}papers/" in links
    assert root in links


def test_a_canonical_address_needs_a_base_url() -> None:
    canonical = '<link rel="canonical" href="https://example.org/notes/papers/deep/">'
    assert canonical in _render({}, "https://example.org/notes/")[0]["papers/deep/index.html"]
    assert "canonical" not in _render({})[0]["papers/deep/index.html"]


def test_an_unknown_field_is_named_with_template_line_page_and_note() -> None:
    fault = _fault({"tags.html": "<p>\n{{ page.term }}\n"})
    assert (fault.span.path, fault.span.line) == ("templates/tags.html", 2)
    assert fault.message == (
        "`TermsContext` has no field `term`, in line 2 of `tags.html` for /tags/ (content/x.md)"
    )
    assert fault.help == "did you mean `terms`?"


@pytest.mark.parametrize(
    ("own", "path", "line"),
    [
        ({"tags.html": "\n{% if %}"}, "templates/tags.html", 2),
        ({"tags.html": "\n{{ 1 / 0 }}"}, "templates/tags.html", 2),
        ({"tags.html": "\n\n{{ nothing }}"}, "templates/tags.html", 3),
        ({"tags.html": '\n{% include "nowhere.html" %}'}, "templates/tags.html", 2),
        ({"tags.html": '\n{{ "" | nofilter }}'}, "templates/tags.html", 2),
        ({"tags.html": "\n{{ link(7) }}"}, "templates/tags.html", 2),
        (
            {"tags.html": '{% include "part.html" %}', "part.html": "\n\n{{ page.no }}"},
            "templates/part.html",
            3,
        ),
        (
            {"tags.html": '{% include "part.html" %}', "part.html": "\n\n{% for %}"},
            "templates/part.html",
            3,
        ),
        (
            {
                "tags.html": '{% extends "own.html" %}\n{% block x %}fine{% endblock %}',
                "own.html": "\n{% block x %}{% endblock %}\n\n{{ page.no }}",
            },
            "templates/own.html",
            4,
        ),
        (
            {"tags.html": '{% extends "default/tags.html" %}\n' + BLOCK},
            "templates/tags.html",
            3,
        ),
        (
            {"tags.html": '{% from "macros.html" import rows with context %}\n\n{{ rows(7) }}'},
            "templates/tags.html",
            3,
        ),
    ],
    ids=[
        "syntax", "arithmetic", "name", "no-template", "filter", "type", "included",
        "included-syntax", "parent", "child", "macro",
    ],
)  # fmt: skip
def test_a_mistake_names_the_template_and_line_where_it_stands(
    own: Mapping[str, str], path: str, line: int
) -> None:
    fault = _fault(own)
    assert (fault.span.path, fault.span.line) == (path, line)
    assert f"in line {line} of `{path.removeprefix('templates/')}`" in fault.message


def test_a_template_that_extends_itself_says_how_to_extend_the_built_in_one() -> None:
    fault = _fault({"tags.html": '{% extends "tags.html" %}'})
    assert fault.span.path == "templates/tags.html"
    assert 'extends "default/tags.html"' in fault.help


def test_one_mistake_is_said_once_for_all_its_pages() -> None:
    texts, found = _render({"paper.html": "{{ page.nothing }}"})
    assert len(found) == 1
    assert found[0].message.endswith("for /papers/deep/ (content/deep.md) and 3 more")
    assert "tags/index.html" in texts


def test_a_broken_escape_of_a_title_still_has_bytes() -> None:
    broken = replace(SITE.papers[0], title=Text("\ud800", "\ud800"))
    site = replace(SITE, papers=(broken,))
    files, found = render_pages(pages_of(site), chrome_of(site), TEMPLATES)
    assert found == ()
    assert files


def test_right_to_left_sites_say_so() -> None:
    files, _ = render_pages([TAGS], chrome_of(SITE, lang="ar"), TEMPLATES)
    assert '<html lang="ar" dir="rtl">' in finished(files, SITE)["tags/index.html"]
