"""Reads about products, their activity data, evidence and imports."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from qiantan.core.findings import Finding, Text
from qiantan.core.findings.wire import from_json as finding_from_json
from qiantan.core.templates.activity import State
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.validate import validate
from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.ledger.exhibits import fetch
from qiantan.registry.products.answers import with_parts
from qiantan.registry.products.library import library_for
from qiantan.registry.products.models import ActivityRecord, Evidence, FieldChange, ImportDraft, Product
from qiantan.registry.products.states import SECTION_LABELS, SectionState


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A line of the product list: the product, its newest activity data and its newest result."""

    public_id: uuid.UUID
    name_zh: str
    name_en: str
    specification: str
    template: str
    organisation: str
    site: str
    activity: uuid.UUID | None
    activity_state: str
    period_start: dt.date | None
    period_end: dt.date | None
    run: uuid.UUID | None
    total: float | None
    unit: str
    frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionProgress:
    """How far a section of the task list is: how many of its questions are answered, and what is wrong."""

    state: SectionState
    answered: int
    asked: int
    findings: tuple[Finding, ...]

    @property
    def label(self) -> Text:
        """The state in both languages."""
        return SECTION_LABELS[self.state]


def products(viewer: Viewer, page: int = 1, search: str = "") -> Page[ProductRow]:
    """Return the products of the viewer's organisations, newest first, in two queries.

    `search` looks in both names and the specification.
    """
    newest = ActivityRecord.objects.filter(product=OuterRef("pk")).order_by("-period_start")
    found = _products(viewer).annotate(
        **{
            f"activity_{column}": Subquery(newest.values(column)[:1])
            for column in ("public_id", "state", "period_start", "period_end")
        }
    )
    for word in search.split():
        found = found.filter(Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(specification__icontains=word))
    return page_of(found.order_by("-created_at", "-pk"), page, _product_row)


def products_of(viewer: Viewer, organisation_id: int) -> list[Product]:
    """Return all products of one organisation, oldest first."""
    return list(_products(viewer).filter(organisation_id=organisation_id).order_by("pk"))


def get_product(viewer: Viewer, public_id: uuid.UUID | str) -> Product:
    """Return one product with its organisation and site; `NotFound` for a stranger."""
    return one(_products(viewer), public_id)


def activities(viewer: Viewer, product: Product) -> list[ActivityRecord]:
    """Return the activity data of a product, newest period first."""
    return list(_activities(viewer).filter(product=product).order_by("-period_start"))


def get_activity(viewer: Viewer, public_id: uuid.UUID | str) -> ActivityRecord:
    """Return activity data with product, organisation and site; `NotFound` for a stranger."""
    return one(_activities(viewer), public_id)


def previous_activity(viewer: Viewer, activity: ActivityRecord) -> ActivityRecord | None:
    """Return the activity data of the product's period before, for last year's values."""
    earlier = _activities(viewer).filter(product_id=activity.product_id, period_end__lte=activity.period_start)
    return earlier.order_by("-period_start").first()


def changes(viewer: Viewer, activity: ActivityRecord, field: str | None = None) -> list[FieldChange]:
    """Return who changed which field when, newest first."""
    get_activity(viewer, activity.public_id)
    found = FieldChange.objects.filter(activity=activity).select_related("by")
    return list((found.filter(field=field) if field else found).order_by("-version", "field")[:200])


def answers_at(activity: ActivityRecord, version: int) -> Mapping[str, Any] | None:
    """Return the answers of activity data as they were at a version, from what every change since replaced; none where
    that version is yet to come.
    """
    if version > activity.version:
        return None
    if version == activity.version:
        return activity.data
    plan = load_template(activity.product.template)
    data: Mapping[str, Any] = activity.data
    for change in FieldChange.objects.filter(activity=activity, version__gt=version).order_by("-version"):
        data = with_parts(plan, data, {change.field: change.old})
    return data


def evidence(viewer: Viewer, activity: ActivityRecord) -> list[Evidence]:
    """Return the evidence handed in for activity data, by name."""
    return list(_evidence(viewer).filter(activity=activity).order_by("name"))


def get_evidence(viewer: Viewer, public_id: uuid.UUID | str) -> Evidence:
    """Return one piece of evidence; `NotFound` for a stranger."""
    return one(_evidence(viewer), public_id)


def evidence_bytes(viewer: Viewer, public_id: uuid.UUID | str) -> bytes:
    """Return the bytes of a piece of evidence as they were handed in."""
    return fetch(get_evidence(viewer, public_id).sha256)


def imports(viewer: Viewer, activity: ActivityRecord) -> list[ImportDraft]:
    """Return the workbooks handed in for activity data, newest first."""
    return list(_imports(viewer).filter(activity=activity).order_by("-pk"))


def get_import(viewer: Viewer, public_id: uuid.UUID | str) -> ImportDraft:
    """Return one uploaded workbook with its task; `NotFound` for a stranger."""
    return one(_imports(viewer), public_id)


def import_bytes(viewer: Viewer, public_id: uuid.UUID | str) -> bytes:
    """Return the bytes of a workbook as they were handed in."""
    return fetch(get_import(viewer, public_id).sha256)


def import_findings(draft: ImportDraft) -> tuple[Finding, ...]:
    """Return everything that is wrong or doubtful with an uploaded workbook."""
    return tuple(finding_from_json(finding) for finding in draft.findings)


def import_keys(draft: ImportDraft) -> Mapping[str, str]:
    """Return the key (field id or ``section[1].column``) of every cell answers were read from."""
    return {place: key for key, place in draft.places.items()}


def activity_findings(activity: ActivityRecord) -> tuple[Finding, ...]:
    """Return everything that is wrong or doubtful with the answers; a place is a field id or ``section[1].column``."""
    plan, data = load_template(activity.product.template), activity.answers
    return validate(plan, data, library=library_for(plan, data))


def field_states(activity: ActivityRecord) -> dict[str, SectionProgress]:
    """Return how far each section is, by section id in the order of the template."""
    plan = load_template(activity.product.template)
    by_section: dict[str, list[Finding]] = {}
    owner = {field.id: section.id for section in plan.sections if section.kind == "fields" for field in section.fields}
    for finding in activity_findings(activity):
        by_section.setdefault(owner.get(finding.place, finding.place.split("[")[0]), []).append(finding)
    return {
        section.id: _progress(section, activity.data, tuple(by_section.get(section.id, ())))
        for section in plan.sections
    }


def _progress(section: Any, data: Mapping[str, Any], findings: tuple[Finding, ...]) -> SectionProgress:
    if section.kind == "rows":
        answered = sum(bool(row) for row in data["rows"].get(section.id, ()))
        asked = max(answered, section.least)
    else:
        kept = [data["fields"].get(field.id) for field in section.fields]
        answered = sum(entry is not None and entry["state"] != State.NOT_PROVIDED.value for entry in kept)
        asked = len(kept)
    missing = {"ENTRY-REQUIRED", "ENTRY-ROWS"}
    wrong = [finding for finding in findings if finding.code not in missing and finding.severity == "blocking"]
    if wrong:
        state = SectionState.HAS_FINDINGS
    elif any(finding.code in missing for finding in findings):
        state = SectionState.STARTED if answered else SectionState.NOT_STARTED
    else:
        state = SectionState.COMPLETE if answered else SectionState.OPTIONAL
    return SectionProgress(state=state, answered=answered, asked=asked, findings=findings)


def one(found: QuerySet[Any], public_id: uuid.UUID | str) -> Any:
    """Return the one visible record of a public id; `NotFound` otherwise, also for text that is no id."""
    try:
        record = found.filter(public_id=uuid.UUID(str(public_id))).first()
    except ValueError:
        record = None
    if record is None:
        raise NotFound
    return record


def _products(viewer: Viewer) -> QuerySet[Product]:
    found = Product.objects.filter(organisation_id__in=viewer.organisation_ids)
    return found.select_related("organisation", "site")


def _activities(viewer: Viewer) -> QuerySet[ActivityRecord]:
    found = ActivityRecord.objects.filter(product__organisation_id__in=viewer.organisation_ids)
    return found.select_related("product__organisation", "product__site", "updated_by")


def _evidence(viewer: Viewer) -> QuerySet[Evidence]:
    return Evidence.objects.filter(organisation_id__in=viewer.organisation_ids).select_related("created_by")


def _imports(viewer: Viewer) -> QuerySet[ImportDraft]:
    found = ImportDraft.objects.filter(activity__product__organisation_id__in=viewer.organisation_ids)
    return found.select_related("activity__product__organisation", "activity__product__site", "task", "created_by")


def _product_row(product: Any) -> ProductRow:
    return ProductRow(
        public_id=product.public_id,
        name_zh=product.name_zh,
        name_en=product.name_en,
        specification=product.specification,
        template=product.template,
        organisation=product.organisation.name,
        site=product.site.name,
        activity=product.activity_public_id,
        activity_state=product.activity_state or "",
        period_start=product.activity_period_start,
        period_end=product.activity_period_end,
        run=product.latest_run,
        total=product.latest_total,
        unit=product.latest_unit,
        frozen=product.latest_frozen,
    )
