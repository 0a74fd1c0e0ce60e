"""Frozen dataclasses ↔ JSON: a dataclass is the list of its fields in order, bytes are Base64.

What is decoded is checked against the types, so that a cache that somebody changed is refused
with ValueError and never executed.
"""

import base64
import dataclasses
import datetime as dt
import functools
import types
import typing
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")
Decoder = Callable[[object], object]


def encode(value: object) -> object:
    """Lists, texts, numbers, booleans and None that `json.dumps` takes."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return [encode(getattr(value, field.name)) for field in dataclasses.fields(value)]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def decode(kind: type[T], data: object) -> T:
    """The value of type `kind` that `encode` made `data` of; ValueError if it is another."""
    value = _decoder(cast(Hashable, kind))(data)
    assert isinstance(value, kind)
    return value


@functools.cache
def _decoder(kind: Hashable) -> Decoder:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return _literal(arguments)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is dict:
        return _dict(arguments[1])
    if kind is dt.date:
        return _date
    if kind is bytes:
        return _bytes
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    if kind in (str, int, float, bool, type(None)):
        return _scalar(kind)
    raise TypeError(f"{kind} has no JSON form")


def _scalar(kind: object) -> Decoder:
    accepted = (int, float) if kind is float else (kind,)

    def read(data: object) -> object:
        if type(data) not in accepted:
            raise ValueError("a value of another type")
        return data

    return read


def _literal(words: tuple[object, ...]) -> Decoder:
    def read(data: object) -> object:
        if data not in words:
            raise ValueError("a word that is not in the set")
        return data

    return read


def _date(data: object) -> object:
    if not isinstance(data, str):
        raise ValueError("a date that is no text")
    return dt.date.fromisoformat(data)


def _bytes(data: object) -> object:
    if not isinstance(data, str):
        raise ValueError("bytes that are no text")
    return base64.b64decode(data, validate=True)


def _union(kinds: tuple[object, ...]) -> Decoder:
    decoders = [_decoder(kind) for kind in kinds if kind is not type(None)]
    has_none = type(None) in kinds

    def read(data: object) -> object:
        if data is None and has_none:
            return None
        for decoder in decoders:
            try:
                return decoder(data)
            except ValueError:
                continue
        raise ValueError("a value of none of the types")

    return read


def _tuple(kinds: tuple[object, ...]) -> Decoder:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        item = _decoder(kinds[0])

        def read_many(data: object) -> object:
            if type(data) is not list:
                raise ValueError("a list is missing")
            return tuple([item(entry) for entry in data])

        return read_many
    items = [_decoder(kind) for kind in kinds]

    def read_few(data: object) -> object:
        if type(data) is not list or len(data) != len(items):
            raise ValueError("a list of another length")
        return tuple([item(entry) for item, entry in zip(items, data, strict=True)])

    return read_few


def _dict(kind: object) -> Decoder:
    item = _decoder(kind)

    def read(data: object) -> object:
        if type(data) is not dict:
            raise ValueError("a mapping is missing")
        return {key: item(entry) for key, entry in data.items()}

    return read


def _dataclass(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind)
    fields = [_decoder(hints[field.name]) for field in dataclasses.fields(kind)]

    def read(data: object) -> object:
        if type(data) is not list or len(data) != len(fields):
            raise ValueError("a record of another shape")
        return kind(*[field(entry) for field, entry in zip(fields, data, strict=True)])

    return read
