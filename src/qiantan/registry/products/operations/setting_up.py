"""Setting up: a product, and its activity data for a period."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.templates.activity import ActivityData, Entry, State, from_json, to_json
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.load import template_ids
from qiantan.core.templates.schema import Template
from qiantan.registry.accounts.models import Organisation, Site, User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.models import ActivityRecord, Product
from qiantan.registry.products.permissions import check_can_edit


@transaction.atomic
def create_product(  # noqa: PLR0913 - a column each, all named
    *,
    organisation: Organisation,
    site: Site,
    template: str,
    declared: str,
    name_zh: str,
    by: User,
    at: dt.datetime,
    name_en: str = "",
    specification: str = "",
    codes: Sequence[Mapping[str, str]] = (),
) -> Product:
    """Create a product from a template and one of its declared units; `Invalid` lists every fault."""
    check_can_edit(viewer_of(by), organisation.pk)
    name_zh, name_en, specification = name_zh.strip(), name_en.strip(), specification.strip()
    findings = _product_faults(organisation, site, template, declared, name_zh)
    if findings:
        raise Invalid(findings)
    try:
        with transaction.atomic():
            product = Product.objects.create(
                organisation=organisation,
                site=site,
                template=template,
                declared=declared,
                name_zh=name_zh,
                name_en=name_en,
                specification=specification,
                codes=[dict(code) for code in codes],
                created_by=by,
                created_at=at,
            )
    except IntegrityError as error:
        taken = Text("该场所已有同名同规格的产品。", "The site has a product of this name and specification already.")
        raise Invalid([_finding("PRD-TAKEN", "name_zh", taken, found=name_zh)]) from error
    body = {"template": template, "declared": declared}
    record(kind="product.created", subject=str(product.public_id), organisation=organisation, body=body, by=by, at=at)
    return product


@transaction.atomic
def open_activity(*, product: Product, start: dt.date, end: dt.date, by: User, at: dt.datetime) -> ActivityRecord:
    """Open the activity data of a half-open period, with what is known filled in; `Invalid` when periods overlap."""
    check_can_edit(viewer_of(by), product.organisation_id)
    plan = load_template(product.template)
    data = ActivityData(template=plan.id, version=plan.version, fields=_basics(plan, product, start, end, by))
    activity = _open(product, plan, start, end, to_json(data), by=by, at=at)
    _record(activity, "activity.opened", {}, by=by, at=at)
    return activity


@transaction.atomic
def copy_activity(
    *, activity: ActivityRecord, start: dt.date, end: dt.date, by: User, at: dt.datetime
) -> ActivityRecord:
    """Open a new period from an earlier one: names, choices, properties and rows are taken over; the figures of the
    period and its evidence are not, because they are what must be new.
    """
    product = activity.product
    check_can_edit(viewer_of(by), product.organisation_id)
    plan = load_template(product.template)
    earlier = from_json(activity.data)
    fields = {**_without_figures(plan, earlier.fields), **_basics(plan, product, start, end, by)}
    rows = {section: tuple(_without_figures(plan, row) for row in lines) for section, lines in earlier.rows.items()}
    data = to_json(ActivityData(template=plan.id, version=plan.version, fields=fields, rows=rows))
    copy = _open(product, plan, start, end, data, by=by, at=at, copied_from=activity)
    _record(copy, "activity.opened", {"copied_from": str(activity.public_id)}, by=by, at=at)
    return copy


@transaction.atomic
def note_result(*, product: Product, run: UUID, total: float, unit: str, frozen: bool, at: dt.datetime) -> None:
    """Repeat the newest result beside the product, for lists; a draft never hides a frozen result.

    Called by the footprints when a run is done; their ledger entry covers it.
    """
    found = Product.objects.filter(pk=product.pk)
    if not frozen:
        found = found.filter(latest_frozen=False)
    found.update(latest_run=run, latest_total=total, latest_unit=unit, latest_frozen=frozen, latest_at=at)


def _open(
    product: Product,
    plan: Template,
    start: dt.date,
    end: dt.date,
    data: Mapping[str, Any],
    *,
    by: User,
    at: dt.datetime,
    copied_from: ActivityRecord | None = None,
) -> ActivityRecord:
    if start >= end:
        wrong = Text("统计期的结束应晚于开始。", "The period must end after it starts.")
        raise Invalid([_finding("ACT-PERIOD-ORDER", "period_end", wrong, found=f"{start} – {end}")])
    try:
        with transaction.atomic():
            return ActivityRecord.objects.create(
                product=product,
                period_start=start,
                period_end=end,
                template_version=plan.version,
                data=data,
                copied_from=copied_from,
                created_by=by,
                created_at=at,
                updated_by=by,
                updated_at=at,
            )
    except IntegrityError as error:
        overlap = Text(
            "该产品已有与此统计期重叠的填报，请打开已有填报。",
            "The product has activity data for an overlapping period already; please open those.",
        )
        raise Invalid([_finding("ACT-PERIOD-OVERLAP", "period_start", overlap, found=f"{start} – {end}")]) from error


def _basics(plan: Template, product: Product, start: dt.date, end: dt.date, by: User) -> dict[str, Entry]:
    known = {
        "producer_name": product.organisation.name,
        "producer_uscc": product.organisation.uscc,
        "site_name": product.site.name,
        "site_division": product.site.division,
        "product_name_zh": product.name_zh,
        "product_name_en": product.name_en,
        "product_specification": product.specification,
        "period_start": start.isoformat(),
        "period_end": (end - dt.timedelta(days=1)).isoformat(),  # people write the last day; records are half open
        "author": by.name,
        plan.declared_field or "": product.declared,
    }
    asked = {field.id for section in plan.sections if section.kind == "fields" for field in section.fields}
    return {key: Entry(state=State.PROVIDED, value=value) for key, value in known.items() if key in asked and value}


def _without_figures(plan: Template, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    quantities = {field.id for section in plan.sections for field in section.fields if field.kind == "quantity"}
    return {
        key: dataclasses.replace(
            entry,
            evidence=(),
            **({"state": State.NOT_PROVIDED, "value": ""} if key in quantities and entry.provided else {}),
        )
        for key, entry in entries.items()
    }


def _product_faults(
    organisation: Organisation, site: Site, template: str, declared: str, name_zh: str
) -> list[Finding]:
    findings = []
    if not name_zh:
        findings.append(_finding("PRD-NAME", "name_zh", Text("请填写产品名称。", "Please name the product.")))
    if site.organisation_id != organisation.pk:
        foreign = Text("该场所不属于本组织。", "The site belongs to another organisation.")
        findings.append(_finding("PRD-SITE", "site", foreign))
    if template not in template_ids():
        missing = Text("没有这个产品模板。", "There is no such product template.")
        findings.append(_finding("PRD-TEMPLATE", "template", missing, found=template))
    elif declared not in {choice.key for choice in load_template(template).declared}:
        missing = Text("模板没有这个声明单位。", "The template has no such declared unit.")
        findings.append(_finding("PRD-DECLARED", "declared", missing, found=declared))
    return findings


def _finding(code: str, place: str, message: Text, *, found: str = "") -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, found=found)


def _record(activity: ActivityRecord, kind: str, body: Mapping[str, Any], *, by: User, at: dt.datetime) -> None:
    product = activity.product
    record(
        kind=kind,
        subject=str(activity.public_id),
        organisation=product.organisation,
        body={"product": str(product.public_id), **body},
        by=by,
        at=at,
    )
