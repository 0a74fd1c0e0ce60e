"""JSON with a line for each thing, as people read it in a file and see it in a diff.

The same text as `json.dumps` with an indent of one, which the library makes slowly: its fast
encoder knows no indents.
"""

import json
from json.encoder import encode_basestring


def json_text(value: object) -> str:
    """A text that ends in a newline. Keys are texts."""
    return json_lines(value) + "\n"


def json_lines(value: object, depth: int = 0) -> str:
    """The text of a value `depth` levels below the top, without a newline at its end."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = "\n" + " " * (depth + 1)
    if isinstance(value, dict) and value:
        pairs = [f"{encode_basestring(k)}: {json_lines(v, depth + 1)}" for k, v in value.items()]
        return f"{{{inner}{f',{inner}'.join(pairs)}{inner[:-1]}}}"
    if isinstance(value, (list, tuple)) and value:
        return json_array([json_lines(item, depth + 1) for item in value], depth)
    return json.dumps(value)


def json_array(items: list[str], depth: int = 0) -> str:
    """A list of texts that `json_lines` has made, one level below; it is not empty."""
    inner = "\n" + " " * (depth + 1)
    return f"[{inner}{f',{inner}'.join(items)}{inner[:-1]}]"
