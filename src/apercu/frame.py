"""What templates may know of the frame that all pages share; `templates/README.md` lists it."""

from apercu.record import Record


class Html(str):
    """HTML that is safe, so that a template writes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class NavItem(Record):
    """A link in the frame of the page."""

    label: str
    url: str


class Logo(Record):
    """A picture before the name of the site; width and height in CSS pixels."""

    url: str
    width: int
    height: int


class Chrome(Record):
    """What the frame of every page needs; each template has it as `site`."""

    title: str
    description: str
    lang: str
    is_rtl: bool
    base_url: str
    """Ends in `/`; empty if it is not known where the site will be."""
    nav: tuple[NavItem, ...]
    footer: tuple[NavItem, ...]
    footer_text: str
    logo: Logo | None
    css: tuple[str, ...]
    """Style sheets, in their order."""
    script: str
    inline: Html
    """The script that runs before anything is drawn."""
    inline_hash: str
    """Of that, for the policy that lets it run."""
    source: str
    """Where the notes are kept; empty if nobody said."""
    search: str
    """The page of the search; empty if there is none."""
    icon: str
    version: str
