"""What differs between two studies: by JSON pointer, with the old and the new value, in words.

Parts of a list are matched by their id, not by their position: a process moved in the document is no difference, and a
process that was added is one difference, not a changed rest.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from qiantan.core.findings import Text
from qiantan.core.study.bytes import as_json
from qiantan.core.study.document import Study
from qiantan.core.study.words import place_in_words, pointer

_IDS = ("id", "flow")
_SHOWN_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `place` is a JSON pointer into the new study (into the old one where the part was removed)."""

    place: str
    kind: Literal["added", "removed", "changed"]
    old: str
    new: str
    words: Text


def compare(old: Study, new: Study) -> tuple[Difference, ...]:
    """Return the differences in the order of the new document, removed parts after what is left."""
    before, after = as_json(old), as_json(new)
    return tuple(_of_values(before, after, (before, after), ((), ())))


_Documents = tuple[Any, Any]
_Places = tuple[tuple[str | int, ...], tuple[str | int, ...]]


def _of_values(old: Any, new: Any, documents: _Documents, places: _Places) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_objects(old, new, documents, places)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(old, new, documents, places)
    elif old != new:
        yield _changed(old, new, documents, places)


def _of_objects(
    old: dict[str, Any], new: dict[str, Any], documents: _Documents, places: _Places
) -> Iterator[Difference]:
    for key, value in new.items():
        here = ((*places[0], key), (*places[1], key))
        if key in old:
            yield from _of_values(old[key], value, documents, here)
        else:
            yield _added(value, documents, here)
    for key in (key for key in old if key not in new):
        yield _removed(old[key], documents, ((*places[0], key), (*places[1], key)))


def _of_lists(old: list[Any], new: list[Any], documents: _Documents, places: _Places) -> Iterator[Difference]:
    old_keys, new_keys = _identities(old), _identities(new)
    if old_keys is None or new_keys is None:
        old_keys, new_keys = [*map(str, range(len(old)))], [*map(str, range(len(new)))]
    left = {key: n for n, key in enumerate(old_keys)}
    for n, (key, value) in enumerate(zip(new_keys, new, strict=True)):
        at = left.pop(key, None)
        here = ((*places[0], n if at is None else at), (*places[1], n))
        if at is None:
            yield _added(value, documents, here)
        else:
            yield from _of_values(old[at], value, documents, here)
    for at in left.values():
        yield _removed(old[at], documents, ((*places[0], at), (*places[1], at)))


def _identities(items: list[Any]) -> list[str] | None:
    """Return the id of each item, or none where an item has no id or two share one."""
    ids = [
        next((str(item[key]) for key in _IDS if key in item), "") if isinstance(item, dict) else "" for item in items
    ]
    return ids if all(ids) and len(set(ids)) == len(ids) else None


def _changed(old: Any, new: Any, documents: _Documents, places: _Places) -> Difference:
    where = place_in_words(documents[1], places[1])
    was, now = _shown(old), _shown(new)
    words = Text(f"{where.zh}由“{was}”改为“{now}”", f"{where.en} changed from “{was}” to “{now}”")
    return Difference(place=pointer(places[1]), kind="changed", old=was, new=now, words=words)


def _added(value: Any, documents: _Documents, places: _Places) -> Difference:
    where = place_in_words(documents[1], places[1])
    words = Text(f"新增{where.zh}", f"{where.en} was added")
    return Difference(place=pointer(places[1]), kind="added", old="", new=_shown(value), words=words)


def _removed(value: Any, documents: _Documents, places: _Places) -> Difference:
    where = place_in_words(documents[0], places[0])
    words = Text(f"删去{where.zh}", f"{where.en} was removed")
    return Difference(place=pointer(places[0]), kind="removed", old=_shown(value), new="", words=words)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"
