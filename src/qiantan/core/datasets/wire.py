"""Datasets as JSON values, for keeping and sending: every fact under the name it has in the document.

Figures are decimal texts; parts that state nothing are left out. What is read back is checked like any foreign input.
"""

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from qiantan.core.datasets.document import Dataset, Reference
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure, plain
from qiantan.core.datasets.identity import is_uuid
from qiantan.core.datasets.language import is_honest
from qiantan.core.findings import Text

_LONGEST: Final = 100_000


def to_json(value: Any) -> Any:
    """Return a dataset, or a part of one, as JSON values."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        named = ((one.name, getattr(value, one.name), _default(one)) for one in dataclasses.fields(value))
        return {name: to_json(inner) for name, inner, default in named if inner != default}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        record: Any = value
        defaults = record._field_defaults
        return {
            name: to_json(inner)
            for name, inner in zip(record._fields, value, strict=True)
            if name not in defaults or inner != defaults[name]
        }
    if isinstance(value, tuple):
        return [to_json(inner) for inner in value]
    return value


def from_json(value: Any, faults: Faults) -> Dataset | None:
    """Return the dataset of JSON values; None, with the reasons among the faults, where they are none."""
    before = len(faults.found)
    try:
        read = _read(Dataset, value, faults)
    except (TypeError, ValueError, KeyError) as error:
        faults.add("DS-SHAPE", str(error), expected="dataset")
        return None
    return read if isinstance(read, Dataset) and len(faults.found) == before else None


def _default(field: "dataclasses.Field[Any]") -> Any:
    return field.default


@functools.cache
def _hints(shape: Any) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _read(shape: Any, value: Any, faults: Faults) -> Any:
    origin = typing.get_origin(shape)
    if origin in (types.UnionType, typing.Union):
        inner = next(one for one in typing.get_args(shape) if one is not types.NoneType)
        return None if value is None else _read(inner, value, faults)
    if origin is tuple:
        return _read_tuple(typing.get_args(shape), value, faults)
    if dataclasses.is_dataclass(shape) or hasattr(shape, "_fields"):
        return _read_record(shape, value, faults)
    return _read_simple(shape, value)


def _read_simple(shape: Any, value: Any) -> Any:
    if shape is Decimal:
        read: Any = figure(value) if isinstance(value, str) else None
    elif issubclass(shape, Enum):
        read = shape(value)
    elif shape is str:
        read = value if isinstance(value, str) and len(value) <= _LONGEST else None
    else:
        read = value if type(value) is shape else None
    if read is None:
        raise ValueError(f"{value!r} is no {shape.__name__}")
    return read


def _read_tuple(shapes: tuple[Any, ...], value: Any, faults: Faults) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    if len(shapes) == 2 and shapes[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_read(shapes[0], one, faults) for one in value)
    return tuple(_read(shape, one, faults) for shape, one in zip(shapes, value, strict=True))


def _read_record(shape: Any, value: Any, faults: Faults) -> Any:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no object")
    hints = _hints(shape)
    unknown = set(value) - set(hints)
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(map(str, unknown)))}")
    read = shape(**{name: _read(hints[name], one, faults) for name, one in value.items()})
    if isinstance(read, Text) and not is_honest(read):
        faults.add("DS-LANGUAGE", read.en or read.zh, language="en" if read.en else "zh")
    if isinstance(read, Reference | Dataset) and not is_uuid(read.uuid):
        faults.add("DS-UUID", read.uuid)
    return read
