"""Values ↔ JSON, as the cache keeps them: a record is the list of its fields.

What is decoded is checked against the types, so that a cache that somebody changed is refused and
never executed.
"""

import functools
import json
from collections.abc import Hashable
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")


def encode(value: object) -> bytes:
    """JSON in UTF-8, which `decode` makes the same value of."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        # Half of a surrogate pair, such as names of files can hold, has no bytes in UTF-8.
        return json.dumps(msgspec.to_builtins(value, enc_hook=str), separators=(",", ":")).encode()


def decode(kind: type[T], text: bytes) -> T:
    """The value of type `kind` that `encode` made the text of; ValueError if it is another."""
    try:
        try:
            return cast(T, _decoder(cast(Hashable, kind)).decode(text))
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:  # it is no JSON, or has such a half
            return msgspec.convert(json.loads(text), kind)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


# What is neither is a text that its class says more of, such as HTML.
_ENCODER = msgspec.json.Encoder(enc_hook=str)


@functools.cache
def _decoder(kind: Hashable) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(cast(type, kind))
