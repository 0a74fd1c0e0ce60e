"""Nothing that others wrote runs, on any page, and the words around it are still there."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from blackbox import Built, apercu, build, notes_of
from browsing import chromium, serving
from conftest import write_tree
from hostile import HTML, MARKDOWN, MATH
from judge import Judge

FORMS = (
    *HTML,
    *(f"words {form} words" for form in HTML),
    *MARKDOWN,
    *(f"inline ${tex}$ text" for tex in MATH),
    *(f"$$\n{tex}\n$$" for tex in MATH),
)
ROWS = pytest.mark.row(16, 17, 18, 22)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build(tmp_path_factory.mktemp("hostile"), notes_of(FORMS))
    assert built.run.code == 0, built.run.err
    return built


@ROWS
@pytest.mark.point(5)
@pytest.mark.parametrize("number", range(len(FORMS)), ids=lambda k: ascii(FORMS[k])[:60])
def test_what_others_wrote_does_not_run(hostile: Built, number: int) -> None:
    judge = Judge(hostile.body(number))
    allowed = {"<button>"}  # of the theme: it copies BibTeX
    assert set(judge.faults) <= allowed
    assert len(judge.ids) == len(set(judge.ids))


@pytest.mark.row(16, 17, 18)
def test_no_browser_runs_it_even_without_our_policy(hostile: Built, tmp_path: Path) -> None:
    """What all pages show, one below the other, with the policy switched off."""
    shown = "".join(map(hostile.body, range(len(FORMS))))
    top = "<!DOCTYPE html><script>ran = 0; pwned = () => { ran++; };</script>"
    write_tree(tmp_path, {"index.html": f"{top}<body>{shown}<p id=end>end</p></body>"})
    with chromium() as browser, serving(tmp_path) as address:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address, wait_until="load")
        page.evaluate(
            "for (const e of document.querySelectorAll('main *'))"
            "for (const kind of ['mouseover', 'focus', 'toggle', 'animationstart', 'error'])"
            "e.dispatchEvent(new Event(kind))"
        )
        assert page.evaluate("document.body.innerText.match(/before\\d+z/g).length") == len(FORMS)
        assert page.evaluate("ran") == 0
        others = [url for url in asked if not url.startswith(address)]
        # Images of the web are what a note may show; scripts, styles and frames are not.
        assert all(url.endswith(".png") for url in others), others
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=pwned()>')"
        )
        page.wait_for_function("ran === 1")  # so the trap works


@pytest.mark.row(16)
def test_the_policy_is_enforced_by_a_browser(hostile: Built, tmp_path: Path) -> None:
    page_file = hostile.output / "papers/case-0/index.html"
    attack = "<script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">"
    attack += "<style>body { opacity: 0.5 }</style><iframe src='/'></iframe>"
    attack += (
        "<form action='https://example.org/'></form><script src='https://x.invalid/a.js'></script>"
    )
    html = page_file.read_text("utf-8").replace("</main>", attack + "</main>")
    for name, content in hostile.tree.items():
        write_tree(tmp_path, {name: content})
    (tmp_path / "papers/case-0/index.html").write_text(html, "utf-8")
    with chromium() as browser, serving(tmp_path) as address:
        page = browser.new_page()
        page.add_init_script(
            "window.refused = []; addEventListener('securitypolicyviolation',"
            "e => window.refused.push(e.effectiveDirective))"
        )
        page.goto(f"{address}papers/case-0/", wait_until="load")
        refused = set(page.evaluate("window.refused"))
        assert {"script-src-elem", "script-src-attr", "style-src-elem", "frame-src"} <= refused
        assert page.title() != "ran"
        assert page.evaluate("getComputedStyle(document.body).opacity") == "1"


@pytest.mark.row(21)
def test_no_id_of_a_note_is_one_of_the_page(hostile: Built, tmp_path: Path) -> None:
    ids = "main q config search name nav apercu-report toc summary library"
    body = "".join(f"<b id={name}>{name}</b> <a id={name}>again</a>\n\n# {name}\n\n# {name}\n\n"
                   for name in ids.split())  # fmt: skip
    built = build(tmp_path, {**notes_of([body]), "content/again.md": f"# Case 0\n\n{body}"})
    pages = [hostile.page(k) for k in range(0, len(FORMS), 7)]
    for page in (*pages, (tmp_path / "_site/papers/case-0/index.html").read_text("utf-8")) if (
        built.run.code == 0) else pages:  # fmt: skip
        found = Judge(page).ids
        assert found
        assert len(found) == len(set(found))


NASTY = "A </title></script><script>pwned()</script> & \"q\" 'r' <!--<script> ]]> {{ x }} \u2028 注"
HEAD = {
    "title": NASTY, "authors": [f"{NASTY} One", "B"], "venue": NASTY, "tags": [NASTY],
    "tldr": NASTY, "abstract": NASTY, "author": NASTY, "date": "2026-11-20", "year": 2020,
    "links": {NASTY: "https://x.org/?a=1&b=<2>"},
}  # fmt: skip


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same words in every field, in the library, in the settings; the search is on."""
    folder = tmp_path_factory.mktemp("nasty")
    fields = "".join(f"{key}: {json.dumps(value)}\n" for key, value in HEAD.items())
    bib = NASTY.replace('"', "''").replace("&", "\\&").replace("{{ x }}", "")
    config = {"title": NASTY, "description": NASTY, "base_url": "https://x.org/", "author": NASTY}
    settings = "".join(f"{key}: {json.dumps(value)}\n" for key, value in config.items())
    files: dict[str, str | bytes] = {
        "apercu.yml": f"{settings}papers: {{stubs: pages}}\n",
        "content/a.md": f"---\n{fields}---\nWords [@k].\n",
        "content/l.bib": f"@article{{k, title={{Lib {bib}}}, author={{{bib} and B, C}}, year=2001,"
        f" journal={{{bib}}}, abstract={{{bib}}}, keywords={{{bib}}}}}\n",
        "content/b.md": "---\ntitle: Plain\ndate: 2026-11-19\n---\nControl.\n",
    }
    write_tree(folder, files)
    built = Built(folder, apercu("build", folder, "--verbose"))
    assert built.run.code == 0, built.run.err
    return built


@pytest.mark.row(19)
@pytest.mark.point(6)
def test_metadata_is_text_on_every_page(nasty: Built) -> None:
    pages = {name: text.decode() for name, text in nasty.tree.items() if name.endswith(".html")}
    assert len(pages) > 15
    for name, page in pages.items():
        scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", page, re.DOTALL)
        assert not [text for text in scripts if re.search(r"^\s*pwned", text)], name
        assert "<script>pwned" not in page, name
        judge = Judge(page)
        assert not [fault for fault in judge.faults if " on" in fault or "javascript:" in fault]
    shown = Judge(pages["papers/index.html"]).text
    assert 'A </title></script><script>pwned()</script> & "q"' in shown
    assert "{{ x }}" in shown


@pytest.mark.row(19)
@pytest.mark.point(6)
def test_json_and_xml_are_valid_and_hold_the_words_unmangled(nasty: Built) -> None:
    found = 0
    for name, content in nasty.tree.items():
        if name.endswith((".xml", ".atom")):
            assert ElementTree.fromstring(content) is not None
            found += 1
        elif name.endswith(".json") and not name.startswith("pagefind"):
            json.loads(content)
            found += 1
        elif name.endswith(".html"):
            for text in re.findall(
                r'<script type="application/ld\+json">(.*?)</script>', content.decode(), re.DOTALL
            ):
                assert "<" not in text
                json.loads(text)
                found += 1
    assert found > 8
    titles = [item["title"] for item in json.loads(nasty.tree["feed.json"])["items"]]
    assert any("</script><script>pwned()</script> &" in title for title in titles)
    assert "Plain" in titles


@pytest.mark.row(20)
@pytest.mark.point(6)
def test_what_the_search_finds_is_inert(nasty: Built) -> None:
    with chromium() as browser, serving(nasty.output) as address:
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.add_init_script("window.ran = 0; window.pwned = () => { window.ran++; };")
        page.goto(f"{address}search/?q=pwned", wait_until="load")
        page.locator("main .results li, main ol li").first.wait_for()
        assert page.evaluate("window.ran") == 0
        assert page.locator("main script").count() == 0
        context.close()


@pytest.mark.row(23)
@pytest.mark.point(9)
def test_diagnostics_obey_nothing_that_a_note_says(tmp_path: Path) -> None:
    bell = "\x1b]0;pwned\x07\x1b[31m"
    built = build(
        tmp_path,
        {
            "content/a.md": f"---\ntitle: A\nyaer{bell}: 1\n---\n[x](no{bell}.md) ${bell}{{$\n",
            "content/b.md": '---\ntitle: B\nyear: "x\\n::set-env name=A::b\\r::error::c"\n---\n',
            "content/::error::c,d=e%0A.md": "---\nyear: x\n---\n# C\n",
            "content/\u202egnp.md": "---\nyear: x\n---\n# D\n",
        },
    )
    assert built.run.code == 1
    reports = [built.run.said]
    reports += [
        apercu("check", tmp_path, "--format", style).out for style in ("text", "json", "github")
    ]
    for report in reports:
        assert "AP101" in report
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", report)
    github = reports[-1].splitlines()
    assert len(github) == len(json.loads(reports[-2])["diagnostics"])
    for line in github:
        assert re.match(r"::(?:error|warning) file=[^:]*,line=\d+,col=\d+,", line), line
    json.loads(reports[-2])


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}</svg>'
LIVE_SVG = (
    SVG.format("><script>pwned()</script>"),
    SVG.format(" onload='pwned()'>"),
    SVG.format("><a xlink:href=' java&#10;script:pwned()'><text>x</text></a>"),
    SVG.format("><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"),
    SVG.format("><animate attributeName='href' values='#;javascript:pwned()'/>"),
    SVG.format("><use href='data:image/svg+xml,x'/>"),
    '<?xml-stylesheet type="text/xsl" href="x.xsl"?>' + SVG.format(">"),
    '<!DOCTYPE svg [<!ENTITY x "<script>pwned()</script>">]>' + SVG.format(">&x;"),
    '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "pwned()">]>' + SVG.format(">"),
    SVG.format("><x:script xmlns:x='http://www.w3.org/2000/svg'>pwned()</x:script>"),
    "<svg><script>pwned()</script>",
)
STILL_SVG = (
    SVG.format("><style>.a { fill: red }</style><path class='a' d='M0 0'/>"),
    SVG.format(
        "><a href='https://x.org/'><text>x</text></a><image href='data:image/png;base64,x'/>"
    ),
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">'
    + SVG.format("><defs><g id='g'/></defs><use xlink:href='#g'/>"),
)


@pytest.mark.row(16)
def test_an_svg_that_would_run_by_itself_is_not_published(tmp_path: Path) -> None:
    pictures = {f"content/live{k}.svg": text for k, text in enumerate(LIVE_SVG)}
    pictures |= {f"content/still{k}.svg": text for k, text in enumerate(STILL_SVG)}
    links = "\n\n".join(f"![p]({path.removeprefix('content/')})" for path in pictures)
    built = build(tmp_path, {**notes_of([links]), **pictures})
    published = sorted(name.rpartition("/")[2] for name in built.tree if name.startswith("papers/")
                       and name.endswith(".svg"))  # fmt: skip
    assert published == [f"still{k}.svg" for k in range(len(STILL_SVG))]
    assert built.run.err.count("because a browser would run") == len(LIVE_SVG)
    assert built.run.code == 0
