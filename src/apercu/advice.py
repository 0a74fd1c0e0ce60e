"""What `apercu explain` tells about each code: why it matters, and what to do."""

ADVICE: dict[str, str] = {
    "AP101": "A field such as `year` or `date` holds something that cannot be read as what it"
    " should be. Write `year: 2017`, `date: 2026-11-20`, `tags: [a, b]`, `rating: 4`.",
    "AP102": "YAML is strict about colons, tabs and brackets. Put a title with a colon into quotes:"
    ' `title: "3D R2N2: A Unified Approach"`. Indent with spaces, and end the block with `---`.',
    "AP103": "Between the two lines `---` apercu expects `key: value` pairs, not a list or a text.",
    "AP104": "TOML between `+++` is Hugo's other format. Write the same as YAML between `---`:"
    ' `title = "A"` becomes `title: "A"`.',
    "AP105": "YAML would keep the last of two equal keys and lose the first without a word."
    " Join them, or remove one.",
    "AP106": "A misspelt key would be lost without a word. If it belongs to another tool and means"
    " nothing here, remove it; the README lists the keys that apercu reads.",
    "AP107": "Tags such as `!!python/object`, very deep nesting and many aliases are not needed in"
    " notes and can harm the machine that builds them. Write the values out.",
    "AP108": "Save the file with the encoding UTF-8. Many editors show the encoding in the status"
    " line; `iconv -f UTF-16 -t UTF-8` converts a file.",
    "AP109": "Write `title:` in the front matter, or begin the note with `# The title`. Until then"
    " the name of the file is shown.",
    "AP110": "An empty title would leave a paper that nobody finds. Write the title as text; put it"
    " in quotes if it looks like a number or a list.",
    "AP111": "Identifiers join notes about one paper, so a wrong one is left out. An arXiv id is"
    ' written in quotes, as in `arxiv: "2006.10700"`; web addresses begin with `https://`.',
    "AP112": "Control characters come from a terminal or a broken copy, and are no part of a text."
    " Remove them; the page shows a mark in their place.",
    "AP113": "The file holds nothing, so its page would say nothing.",
    "AP114": "Notes are far shorter. Probably a data file has the ending `.md`; give it another,"
    " or move it out of content/.",
    "AP115": "`author` is who wrote the note, `authors` are those of the paper. If the note is by"
    " an author of the paper, name the paper's `authors` too, and the warning goes.",
    "AP116": "apercu reads regular files. Links to folders or out of the site, sockets and pipes"
    " are passed over, so that nothing from outside is published.",
    "AP117": "What cannot be read would vanish from the site, so nothing is written. Give the user"
    " who builds the right to read it.",
    "AP118": "The cache holds parts of pages, and whoever writes to the repository could put"
    " anything into it. Take it out of git; the next build makes it anew.",
    "AP201": "The formula is shown as its source until it is mended. The caret stands where the"
    " converter stopped, which is often just behind the mistake: a missing brace, or a command"
    " that it does not know.",
    "AP202": "A note may hold HTML for text, tables, images and folds. Scripts, frames, forms and"
    " styles are removed, because notes may come from others.",
    "AP203": "`{: .class }` belongs to kramdown, the Markdown of Jekyll. apercu passes over it.",
    "AP204": "Two backslashes end a row; four end two, which leaves an empty row. Texts from sites"
    " that unescape backslashes have them doubled: halve them.",
    "AP205": "Only `http:`, `https:` and `mailto:` addresses and files of the site are published,"
    " and of those no files that a browser would run.",
    "AP206": "Nesting or marks beyond what any reader could follow would make the build slow, so"
    " this part is shown as it was typed.",
    "AP207": "`\\eqref{x}` shows the number of the equation with `\\label{x}`, in the same note."
    " Only numbered environments such as `equation` and `align` have numbers.",
    "AP208": "Each process reads some of the notes. When one ends by itself, mostly because the"
    " memory of the machine is full, the notes are read again in ever smaller groups, until the one"
    " that does it is known. Nothing is written; make that note smaller, or free memory.",
    "AP301": "A key in `\\cite{key}` is a citekey that a note gives its paper with `paper: key`, a"
    " dblp key, an arXiv id or a DOI. The page shows `[?key]` until one of them is known.",
    "AP302": "The link names a file of the notes that is not there. The words stay on the page,"
    " without a link.",
    "AP303": "The file is not in the site, or its name is written in another way. Paths are"
    " relative to the note; `/x` is relative to the site. Files outside are never published.",
    "AP304": "If both notes are about one paper, give them the same identifier: `arxiv:`, `doi:` or"
    " `paper:` with the same citekey. If not, nothing needs to be done.",
    "AP305": "Two papers want the same URL, and their years and first authors cannot tell them"
    " apart. Give one of them a `slug:`, or both the same id if they are one.",
    "AP306": "An alias never hides a page that is really there.",
    "AP307": "One of the two would overwrite the other. Often a file in `static/` has the name of a"
    " page, or two pages of content/pages differ only by case.",
    "AP308": "The note is there, but it has no such heading. Headings are named by their words:"
    " `## Key points` is `#key-points`.",
    "AP309": "A part of a URL is made of letters, digits and hyphens, so that it works on every"
    " disk and in every browser.",
    "AP310": "Only the first of two entries with one key can be cited. Reference managers give each"
    " a key of its own when they export again; by hand, rename one of them.",
    "AP311": "The entry is left out, the others are read. Mostly a comma between two fields, a"
    " closing brace or the key behind `@article{` is missing.",
    "AP401": "A misspelt setting would do nothing without a word. The README lists the settings.",
    "AP402": "The setting is there, but its value cannot be used.",
    "AP403": "apercu.yml is YAML: `key: value` in each line, indented with spaces.",
    "AP404": "A library that is named and not read would leave every citation of it unknown. Write"
    " the path as it is from apercu.yml, and end it in `.bib` or `.csl.json`.",
    "AP405": "`citations: {style: …}` takes `author-year` and `numeric`, which need nothing else,"
    " or a name of the Citation Style Language such as `apa`, for which the extra `apercu[csl]`"
    " brings citeproc-py.",
    "AP501": "A template used something that it is not given, or is no Jinja."
    " `templates/README.md` lists what each template may use.",
    "AP601": "Twin tags split a list in two. Write one of them everywhere, or give one as an alias:"
    " `tags: {aliases: {rl: reinforcement-learning}}` in apercu.yml.",
    "AP602": "The page of a paper shows one title and one year. Agree on them.",
}
"""A paragraph for every code of `diagnostic.CODES`."""
