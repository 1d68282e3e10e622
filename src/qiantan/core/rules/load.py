"""The one reader of the packaged rulebook: files → frozen values, every error reported together.

Reading is lazy per file and cached per process; nothing is read at import.
"""

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from qiantan.core.proofs import canonical_bytes, sha256
from qiantan.core.rules.schema import (
    CharacterizationFile,
    FactorRow,
    LicenceFile,
    ProductRule,
    ReleaseFile,
    SearchFile,
    StandardFile,
)
from qiantan.core.study.document import Distribution, Emission, Factor
from qiantan.core.study.shape import Amount, Named, Pin, Provenance, Record

T = TypeVar("T", bound=Record)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RulebookError(Exception):
    """A rulebook file does not have its shape; the message lists the file and every fault."""


def rulebook_root() -> Traversable:
    """Return the folder of the packaged rulebook."""
    return resources.files("qiantan.rulebook")


@cache
def characterization(set_id: str) -> CharacterizationFile:
    """Return a GWP set by id (``ipcc-ar6``); `LookupError` names the known ones."""
    return read_file(CharacterizationFile, rulebook_root() / "characterization" / f"{set_id}.yaml", "characterization")


@cache
def product_rule(rule_id: str) -> ProductRule:
    """Return the rule pack of a product category by id (its folder name)."""
    return read_file(ProductRule, rulebook_root() / "products" / rule_id / "rule.yaml", "products")


@cache
def standard(standard_id: str = "gbt24067") -> StandardFile:
    """Return the general standard."""
    return read_file(StandardFile, rulebook_root() / "standards" / standard_id / "standard.yaml", "standards")


@cache
def search_words() -> SearchFile:
    """Return synonyms, fillers and substances of the factor search."""
    return read_file(SearchFile, rulebook_root() / "search" / "synonyms.yaml", "search")


@cache
def licences() -> LicenceFile:
    """Return the licence wordings of the factors by what they permit."""
    return read_file(LicenceFile, rulebook_root() / "search" / "licences.yaml", "search")


def rule_pin(rule: ProductRule) -> Pin:
    """Return the exact edition of a rule pack: id, version, SHA-256 of its canonical bytes."""
    return Pin(id=rule.id, version=rule.version, sha256=digest_of(rule))


def digest_of(record: Record) -> str:
    """Return the SHA-256 of the canonical bytes of a rulebook record.

    Records are frozen and the rulebook's are read once, so the digest of each is taken once: composing a study of
    twenty exchanges would otherwise spend seven eighths of its time on it.
    """
    kept = _DIGESTS.get(id(record))
    if kept is None or kept[0] is not record:
        kept = record, sha256(canonical_bytes(record.model_dump(mode="json", exclude_none=True)))
        if len(_DIGESTS) >= _DIGESTS_KEPT:
            _DIGESTS.clear()
        _DIGESTS[id(record)] = kept
    return kept[1]


# By identity, with the record itself: as long as it is kept here, no other object can have its identity.
_DIGESTS: dict[int, tuple[Record, str]] = {}
_DIGESTS_KEPT = 64


@cache
def releases() -> tuple[ReleaseFile, ...]:
    """Return every factor release, in path order."""
    return tuple(read_file(ReleaseFile, folder / "release.yaml", "factors") for folder in _release_folders())


def release_files(release_id: str) -> dict[str, bytes]:
    """Return the files of a factor release as they are, by name; `LookupError` when the rulebook has none of this id."""
    for folder, release in zip(_release_folders(), releases(), strict=True):
        if release.id == release_id:
            return {name: (folder / name).read_bytes() for name in ("factors.csv", "release.yaml")}
    raise LookupError(f"the rulebook has no factor release {release_id}")


@cache
def factor_rows() -> dict[str, tuple[str, tuple[FactorRow, ...]]]:
    """Return the rows of every factor by factor id: (release id, rows)."""
    found: dict[str, tuple[str, tuple[FactorRow, ...]]] = {}
    for folder, release in zip(_release_folders(), releases(), strict=True):
        for row in _csv_rows(folder / "factors.csv"):
            known = found.get(row.id)
            if known and known[0] != release.id:
                raise RulebookError(f"factor {row.id} stands in two releases: {known[0]} and {release.id}")
            found[row.id] = (release.id, (*(known[1] if known else ()), row))
    return found


@cache
def factor(factor_id: str) -> Factor:
    """Return a factor as a study pins it; `LookupError` when the rulebook has none of this id."""
    try:
        release, rows = factor_rows()[factor_id]
    except KeyError:
        raise LookupError(f"the rulebook has no factor {factor_id}") from None
    return factor_of_rows(release, rows)


def factor_ids(topic: str | None = None) -> tuple[str, ...]:
    """Return the ids of all factors, or of one topic, in file order."""
    return tuple(key for key, (_, rows) in factor_rows().items() if topic is None or rows[0].topic == topic)


def factor_of_rows(release: str, rows: tuple[FactorRow, ...]) -> Factor:
    """Return the lines of one factor (same id, one gas each) as a study pins it, as part of a release."""
    row = rows[0]
    return Factor(
        id=row.id,
        name=Named(zh=row.name_zh, en=row.name_en),
        kind=row.kind,
        per=row.per,
        emissions=tuple(Emission(flow=r.flow, kg=r.kg) for r in rows if r.kg is not None),
        value=Amount(value=row.value, unit=row.unit) if row.value is not None else None,
        boundary=row.boundary,
        geography=row.geography,
        reference_year=row.reference_year or "未注明",
        valid_to=row.valid_to,
        release=release,
        distribution=Distribution(kind="lognormal", spread=row.spread, basis=row.note) if row.spread else None,
        provenance=Provenance(
            issuer=row.issuer,
            document=row.document,
            number=row.number,
            place=row.place,
            year=row.published_year,
            how_found=row.how_found,
            found_in=row.found_in,
            certainty=row.certainty,
            licence=row.licence,
            note=row.note,
        ),
    )


def _release_folders() -> tuple[Traversable, ...]:
    root = rulebook_root() / "factors"
    sources = sorted((s for s in root.iterdir() if s.is_dir()), key=lambda s: s.name)
    return tuple(
        release
        for source in sources
        for release in sorted((r for r in source.iterdir() if r.is_dir()), key=lambda r: r.name)
        if (release / "release.yaml").is_file()
    )


def _csv_rows(path: Traversable) -> Iterator[FactorRow]:
    faults: list[str] = []
    for number, raw in enumerate(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))), start=2):
        try:
            yield FactorRow.model_validate({key: value for key, value in raw.items() if value})
        except ValidationError as error:
            faults += [f"line {number}, {_place(e['loc'])}: {e['msg']}" for e in error.errors()]
    if faults:
        raise RulebookError(f"{path}: " + "; ".join(faults))


def read_file(shape: type[T], path: Traversable, kind: str) -> T:
    """Read one YAML file of the rulebook into its shape; `RulebookError` lists every fault, `LookupError` its absence."""
    if not path.is_file():
        raise LookupError(f"the rulebook has no {kind} file {path.name} at {path}")
    try:
        return shape.model_validate(yaml.load(path.read_bytes(), Loader=_Loader))  # noqa: S506 - the safe loader, in C where there is one
    except ValidationError as error:
        raise RulebookError(
            f"{path}: " + "; ".join(f"{_place(e['loc'])}: {e['msg']}" for e in error.errors())
        ) from None


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)
