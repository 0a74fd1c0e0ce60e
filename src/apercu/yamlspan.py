"""YAML text → values that remember their line and column.

Every scalar stays the text that was written: `no`, `3.10` and `12:30` lose nothing. Any text at all
ends in values or diagnostics.
"""

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.yamlplain import plain_table
from apercu.yamlvalue import Value, YamlCodes, printable

MAX_CHARACTERS = 262_144
"""Front matter of real notes stays below 10,000; a config with many people below 100,000."""

_CODES = YamlCodes()
# YAML takes four of these for line breaks and editors do not: lines are those the author counts.
# The last is a byte order mark inside of the text, and becomes the mark that does what it did.
_PLAINER = str.maketrans("\r\x85\u2028\u2029\ufeff", "    \u2060")


def compose(
    text: str, *, path: str, first_line: int = 1, codes: YamlCodes = _CODES
) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """Read one YAML document; line 1 of `text` is line `first_line` of the file.

    None without a diagnostic for an empty document. A line that cannot be read is reported and
    mended or left out, so that the value holds the rest and all problems come in one run.
    """
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n").translate(_PLAINER)
    if len(clean) > MAX_CHARACTERS:
        message = f"this YAML is longer than {MAX_CHARACTERS:,} characters"
        return None, (diagnose(codes.limit, message, Span(path, first_line)),)
    lines = [printable(line) for line in clean.split("\n")]
    plain = plain_table(lines, path, first_line)
    if plain is not None:
        return plain, ()
    from apercu.yamlread import read_yaml  # with PyYAML, of which most notes have no need

    return read_yaml(lines, path, first_line, codes)
