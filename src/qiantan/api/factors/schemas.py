"""What the interface says of a factor. A member that the source does not state is null, never zero and never empty."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from qiantan.core.study.shape import plain
from qiantan.registry.factors.facets import data_year, licence_class, open_licences
from qiantan.registry.factors.files import is_open
from qiantan.registry.factors.queries import FoundFactor, Search, Withheld

Short = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Figure = Annotated[str, Field(description="Decimal text exactly as published", examples=["0.5777"])]
MOST = 100


class Question(Schema):
    """The parameters of a search."""

    q: Annotated[Short, Field(description="Chinese, pinyin in full or by initials, English, id or CAS number")] = ""
    kind: Short = ""
    topic: Short = ""
    unit_kind: Short = ""
    geography: Annotated[Short, Field(description="GLO, CN, CN-region-South, CN-520000 …")] = ""
    year: Annotated[Short, Field(description="Data year, or unstated")] = ""
    source_kind: Short = ""
    certainty: Short = ""
    licence: Short = ""
    state: Annotated[
        Literal["published", "lapsed"], Field(description="published: in force; lapsed: superseded or retired")
    ] = "published"
    order: Annotated[
        Literal["relevance", "id"], Field(description="relevance: best first, at most 1,000; id: everything, without q")
    ] = "relevance"
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20
    cursor: Annotated[str, Field(max_length=400, description="From the Link header of the page before")] = ""


class NamedOut(Schema):
    """A name in Chinese and English."""

    zh: str
    en: str | None


class EmissionOut(Schema):
    """Kilograms of one flow per unit of the factor."""

    flow: str
    kg: Figure


class ValueOut(Schema):
    """The value of a parameter."""

    value: Figure
    unit: str


class SpreadOut(Schema):
    """The uncertainty of a factor."""

    kind: str
    geometric_standard_deviation: Figure | None


class SourceOut(Schema):
    """Where the figure comes from and how it was found."""

    issuer: str | None
    document: str
    number: str | None
    place: Annotated[str | None, Field(description="Page or table")]
    published_year: str | None
    how_found: str
    found_in: str | None
    certainty: str
    note: str | None


class LicenceOut(Schema):
    """The terms of a factor; `open` values may be handed on in bulk."""

    id: str
    wording: str
    open: bool


class FactorOut(Schema):
    """A factor with everything a study needs to pin it."""

    id: str
    url: Annotated[str, Field(description="Permanent address of its page")]
    name: NamedOut
    kind: str
    topic: str
    per: str | None
    emissions: list[EmissionOut]
    value: ValueOut | None
    boundary: str | None
    geography: str
    data_year: int | None
    data_year_as_stated: str | None
    valid_to: str | None
    uncertainty: SpreadOut | None
    source: SourceOut
    licence: LicenceOut
    release: str
    state: Annotated[str, Field(description="published, superseded or retired")]
    predecessor: Annotated[str | None, Field(description="Id of the factor this one replaced")]
    review_by: Annotated[str | None, Field(description="Day by which a reviewed factor is looked at again")]


class StoodFor(Schema):
    """Words that were looked up in place of words typed."""

    said: str
    means: list[str]


class WithheldOut(Schema):
    """A value the library does not carry, why, and where its owner offers it."""

    title: NamedOut
    reason: str
    available_at: str
    release: str


class FactorsOut(Schema):
    """A page of factors. `total_is_lower_bound` and `nearest` are said, not hidden."""

    items: list[FactorOut]
    total: int | None
    total_is_lower_bound: bool
    nearest: Annotated[bool, Field(description="Nothing has every word: these come closest")]
    stood_for: list[StoodFor]
    facets: dict[str, dict[str, int]]
    withheld: list[WithheldOut]


class ReleaseOut(Schema):
    """A release of factors with its terms and what it withholds."""

    id: str
    title: NamedOut
    publisher: str
    edition: str
    published: str
    source_kind: str | None
    licence: str
    open: bool
    geography: str
    review_by: str
    factors: int
    sha256: Annotated[str, Field(description="Of the canonical bytes of its release record")]
    download: Annotated[str | None, Field(description="Address of the archive; null when the terms do not allow one")]
    note: str | None
    withheld: list[WithheldOut]


class ReleasesOut(Schema):
    """Every release."""

    items: list[ReleaseOut]


def factor_out(found: FoundFactor, root: str) -> dict[str, Any]:
    """Return a factor as the interface says it; `root` is the address of the site."""
    factor, source = found.factor, found.factor.provenance
    wording = source.licence or found.release.licence
    spread = factor.distribution
    return {
        "id": factor.id,
        "url": f"{root}/factors/{factor.id}/",
        "name": _named(factor.name.zh, factor.name.en),
        "kind": factor.kind,
        "topic": found.topic,
        "per": factor.per or None,
        "emissions": [{"flow": one.flow, "kg": plain(one.kg)} for one in factor.emissions],
        "value": {"value": plain(factor.value.value), "unit": factor.value.unit} if factor.value else None,
        "boundary": factor.boundary or None,
        "geography": factor.geography,
        "data_year": data_year(factor.reference_year),
        "data_year_as_stated": factor.reference_year if data_year(factor.reference_year) else None,
        "valid_to": factor.valid_to or None,
        "uncertainty": _spread(spread) if spread else None,
        "source": {
            "issuer": source.issuer or None,
            "document": source.document,
            "number": source.number or None,
            "place": source.place or None,
            "published_year": source.year or None,
            "how_found": source.how_found,
            "found_in": source.found_in or None,
            "certainty": source.certainty,
            "note": source.note or None,
        },
        "licence": {
            "id": licence_class(wording),
            "wording": wording,
            "open": licence_class(wording) in open_licences(),
        },
        "release": factor.release,
        "state": found.state.value,
        "predecessor": found.predecessor or None,
        "review_by": found.review_by.isoformat() if found.review_by else None,
    }


def page_out(found: Search, root: str) -> dict[str, Any]:
    """Return a page of a search."""
    return {
        "items": [factor_out(one, root) for one in found.rows],
        "total": found.count,
        "total_is_lower_bound": found.more,
        "nearest": found.nearest,
        "stood_for": [{"said": said, "means": list(means)} for said, means in found.stood_for],
        "facets": {facet: dict(counts) for facet, counts in found.facets.items()},
        "withheld": [_withheld_out(one) for one in found.withheld],
    }


def release_out(release: Any, root: str) -> dict[str, Any]:
    """Return a release."""
    allowed = is_open(release)
    withheld = [
        Withheld(title=one["title"], reason=one["reason"], available_at=one["available_at"], release=release)
        for one in release.withheld
    ]
    return {
        "id": release.pk,
        "title": _named(release.title_zh, release.title_en),
        "publisher": release.publisher,
        "edition": release.edition,
        "published": release.published,
        "source_kind": release.source_kind or None,
        "licence": release.licence,
        "open": allowed,
        "geography": release.geography,
        "review_by": release.review_by.isoformat(),
        "factors": release.total,
        "sha256": release.sha256,
        "download": f"{root}/api/v1/releases/{release.pk}/archive" if allowed else None,
        "note": release.note or None,
        "withheld": [_withheld_out(one) for one in withheld],
    }


def _named(zh: str, en: str) -> dict[str, str | None]:
    return {"zh": zh, "en": en or None}


def _spread(spread: Any) -> dict[str, str | None]:
    return {"kind": spread.kind, "geometric_standard_deviation": plain(spread.spread) if spread.spread else None}


def _withheld_out(one: Withheld) -> dict[str, Any]:
    return {
        "title": _named(one.title["zh"], one.title.get("en", "")),
        "reason": one.reason,
        "available_at": one.available_at,
        "release": one.release.pk,
    }
