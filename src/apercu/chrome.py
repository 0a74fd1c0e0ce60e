"""The frame that all pages share, and the files of the theme, as the settings want them."""

import base64
import hashlib
import io
from collections.abc import Collection, Iterator, Mapping, Sequence

from apercu import __version__
from apercu.config import Config
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.frame import Chrome, Html, Logo
from apercu.late import late
from apercu.nav import navigation
from apercu.picture import picture_size
from apercu.place import is_absolute
from apercu.site import Site
from apercu.text import did_you_mean
from apercu.words import words_of

INLINE = Html(
    "{const r=document.documentElement;r.classList.add('js');"
    "try{r.dataset.theme=localStorage.getItem('apercu-theme')||''}catch{}}"
)
"""Runs before anything is drawn, so that no page flashes or moves: whether scripts run, and the
colors that the reader chose."""

_EDITOR = late(r"/(?:-/)?_?edit/")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def chrome_of(site: Site, config: Config, theme: Mapping[str, bytes]) -> Chrome:
    """What the frame of every page shows."""
    header, footer = navigation(site, words_of(site.lang), config.theme_nav)
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    width, height = picture_size(io.BytesIO(theme.get(config.theme_logo, b"")), config.theme_logo)
    return Chrome(
        title=site.title,
        description=site.description,
        lang=site.lang,
        is_rtl=site.lang.lower().partition("-")[0] in _RIGHT_TO_LEFT,
        base_url=site.base_url,
        nav=header,
        footer=footer,
        footer_text=config.theme_footer,
        logo=Logo(f"theme/{config.theme_logo}", width, height) if config.theme_logo else None,
        css=("theme/apercu.css", *([f"theme/{config.theme_css}"] if config.theme_css else [])),
        script="theme/apercu.js",
        inline=INLINE,
        inline_hash=f"sha256-{digest}",
        source=_EDITOR.split(config.repo_url)[0],
        search=next((item.url for item in (*header, *footer) if item.url == "search/"), ""),
        icon="theme/favicon.svg",
        version=__version__,
    )


def theme_files(
    theme: Sequence[tuple[str, bytes]], config: Config
) -> tuple[tuple[str, bytes], ...]:
    """The files of the theme; a color of the site's own goes before that of the style sheet."""
    files = [(name, content) for name, content in theme if config.search or name != "search.js"]
    if not config.theme_accent:
        return tuple(files)
    color = config.theme_accent
    # Lighter on a dark ground, so that one color is enough to name.
    accent = f"light-dark({color}, color-mix(in oklab, {color} 50%, white))"
    rule = f"\n:root {{ --accent: {accent}; }}\n".encode()
    return tuple((n, c + rule if n == "apercu.css" else c) for n, c in files)


def missing_in(
    config: Config, theme: Mapping[str, bytes], urls: Collection[str]
) -> Iterator[Diagnostic]:
    """What the settings of the theme name and the site does not have."""
    span = Span("apercu.yml")
    for key, name in (("css", config.theme_css), ("logo", config.theme_logo)):
        if name and name not in theme:
            help = f"put it there, or take `theme: {{{key}: …}}` out"
            yield diagnose("AP404", f"no file is at `theme/{name}`", span, help)
    for label, url in config.theme_nav:
        if not is_absolute(url) and url.partition("#")[0] not in urls:
            message = f"`{label}` in `theme: {{nav: …}}` leads to no page: `/{url}`"
            hint = did_you_mean(url, sorted(urls)) or "write the address of a page, as in `/about/`"
            yield diagnose("AP404", message, span, hint)
