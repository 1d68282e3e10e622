"""A release from the review: its files, what stands against it, what is kept beside its values. Used by the operations."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.proofs import sha256
from qiantan.core.rules import load
from qiantan.core.rules.schema import FactorRow, ReleaseFile
from qiantan.core.study.shape import plain
from qiantan.registry.factors.entries import columns_of
from qiantan.registry.factors.mirror import vector
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue
from qiantan.registry.factors.states import Origin, State

COLUMNS = tuple(FactorRow.model_fields)
# What every published value states; a CO2 equivalent its GWP set as well.
STATED = ("issuer", "document", "place", "reference_year", "boundary", "certainty", "licence")
# Of the ids of reviewed values; no value of the rulebook may look like one.
REVIEWED_ID = re.compile(r"^gzr-[0-9]{5,}-[0-9]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHead:
    """What an editor says of a release: id, titles, edition, day, terms, place, the day of its next review, notes."""

    id: str
    title: Text
    edition: str
    published: str
    licence: str
    review_by: dt.date
    publisher: str = "贵州省产品碳足迹因子库"
    geography: str = "CN-520000"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A value that passed its review: its lines of ``factors.csv``, what it replaces, when it must be looked at again."""

    rows: tuple[FactorRow, ...]
    review_by: dt.date
    predecessor: str = ""


def release_files(head: ReleaseHead, values: Sequence[Reviewed]) -> tuple[ReleaseFile, str, str]:
    """Return the record of a release with its two files, ``factors.csv`` and ``release.yaml``; same content, same bytes."""
    text = factors_csv([row for one in values for row in one.rows])
    release = ReleaseFile(
        id=head.id,
        title={"zh": head.title.zh, "en": head.title.en},
        publisher=head.publisher,
        edition=head.edition,
        published=head.published,
        licence=head.licence,
        geography=head.geography,
        review_by=head.review_by,
        sha256=sha256(text.encode()),
        source_kind="review",
        note=head.note,
    )
    page = yaml.safe_dump(release.model_dump(mode="json", exclude_none=True), allow_unicode=True, sort_keys=False)
    return release, text, page


def factors_csv(rows: Sequence[FactorRow]) -> str:
    """Return lines in the columns and the manner of the rulebook's ``factors.csv``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(row, column) for column in COLUMNS] for row in rows)
    return out.getvalue()


def cell(row: FactorRow, column: str) -> str:
    """Return a column of a line as text; empty where nothing is stated."""
    value = getattr(row, column)
    return "" if value is None else value if isinstance(value, str) else plain(value)


def publication_faults(head: ReleaseHead, values: Sequence[Reviewed]) -> list[Finding]:
    """Return everything that stands against publishing: ids that are taken or not of our form, predecessors not in force."""
    ids = [one.rows[0].id for one in values]
    taken = set(FactorValue.objects.filter(pk__in=ids).values_list("pk", flat=True)) | (
        set(ids) & set(load.factor_ids())
    )
    twice = {key for key, count in Counter(ids).items() if count > 1}
    replaced = [one.predecessor for one in values if one.predecessor]
    in_force = set(
        FactorValue.objects.filter(pk__in=replaced, state=State.PUBLISHED.value).values_list("pk", flat=True)
    )
    faults = [_finding("FR-ID", key, _ID_TAKEN) for key in sorted(taken | twice)]
    faults += [_finding("FR-ID-FORM", key, _ID_FORM) for key in ids if not REVIEWED_ID.match(key)]
    faults += [_finding("FR-PREDECESSOR", key, _LAPSED) for key in replaced if key not in in_force]
    faults += [_finding("FR-INCOMPLETE", key, _incomplete(gaps)) for key, gaps in _gaps(values).items()]
    faults += [_finding("FR-REPLACED-TWICE", key, _TWICE) for key, count in Counter(replaced).items() if count > 1]
    if FactorRelease.objects.filter(pk=head.id).exists() or not values:
        faults.append(_finding("FR-RELEASE", head.id, _RELEASE_TAKEN if values else _EMPTY))
    return faults


def _gaps(values: Sequence[Reviewed]) -> dict[str, tuple[str, ...]]:
    """Return, by id, what a value must state before it is published and does not."""
    found = {}
    for one in values:
        missing = dict.fromkeys(name for row in one.rows for name in STATED if not getattr(row, name))
        if any(row.flow == "co2e" and not row.gwp_set for row in one.rows):
            missing["gwp_set"] = None
        if missing:
            found[one.rows[0].id] = tuple(missing)
    return found


def note_review(values: Sequence[Reviewed]) -> None:
    """Keep beside published values their lines, predecessors and days of re-evaluation; join them to the line of editions
    of what they replace.
    """
    kept = FactorValue.objects.in_bulk([one.rows[0].id for one in values])
    for one in values:
        value = kept[one.rows[0].id]
        value.predecessor, value.review_by = one.predecessor, one.review_by
        value.lines = [row.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for row in one.rows]
    FactorValue.objects.bulk_update(kept.values(), ["predecessor", "review_by", "lines"], batch_size=500)
    _join_editions({one.rows[0].id: one.predecessor for one in values if one.predecessor})


def _join_editions(predecessors: dict[str, str]) -> None:
    lines = dict(FactorEntry.objects.filter(pk__in=predecessors.values()).values_list("pk", "series"))
    entries = FactorEntry.objects.in_bulk(list(predecessors))
    for key, entry in entries.items():
        entry.series = lines.get(predecessors[key], entry.series)
    FactorEntry.objects.bulk_update(entries.values(), ["series"], batch_size=500)


def cut_again(edition: str) -> None:
    """Make the entries of reviewed values again when the cut of words or the facets changed."""
    for release in FactorRelease.objects.filter(origin=Origin.REVIEW.value).exclude(edition_of_index=edition):
        record = ReleaseFile.model_validate(yaml.safe_load(release.text.release_yaml))
        for value in release.values.select_related("entry"):
            columns = columns_of(value.factor, value.topic, record)
            kept = {"series": value.entry.series, "likeness": "" if value.entry.lapsed else columns["likeness"]}
            FactorEntry.objects.filter(pk=value.pk).update(**{**columns, **kept, "words": vector(columns["words"])})
        FactorRelease.objects.filter(pk=release.pk).update(edition_of_index=edition)


def no_reason() -> Finding:
    """Return the finding that a value was to be retired without saying why."""
    message = Text("停用因子须说明理由。", "Say why the factor is retired.")
    return Finding(code="FR-REASON", severity=Severity.BLOCKING, place="reason_zh", message=message)


def _finding(code: str, place: str, message: Text) -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, found=place)


def _incomplete(gaps: tuple[str, ...]) -> Text:
    names = "、".join(gaps)
    return Text(f"没有说明：{names}。", f"Does not state: {', '.join(gaps)}.")


_ID_TAKEN = Text("因子编号已被使用。", "The id of the factor is taken.")
_ID_FORM = Text("评审因子的编号形式不对。", "The id of a reviewed factor is not of its form.")
_LAPSED = Text("被替代的因子不存在或已不再有效。", "The factor to be replaced does not exist or is no longer in force.")
_TWICE = Text("同一个因子被替代了两次。", "The same factor is replaced twice.")
_RELEASE_TAKEN = Text("已有同编号的因子发布。", "There is a release with this id already.")
_EMPTY = Text("发布中没有任何数值。", "The release has no values.")
