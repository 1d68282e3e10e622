"""The demonstration: two invented plants, their people, and the worked examples, all made through the operations.

Names say 示例 (example); the credit codes are well formed but given to nobody. The figures are the published cases of
the rulebook's examples. Doing it again changes nothing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.load import example
from qiantan.jobs.demonstration_database import seed_database
from qiantan.jobs.demonstration_matching import seed_bill
from qiantan.jobs.demonstration_submissions import seed_submissions
from qiantan.jobs.demonstration_typical import seed_typical
from qiantan.jobs.gaps import take_in_studies
from qiantan.jobs.working import work
from qiantan.registry.accounts import operations as accounts
from qiantan.registry.accounts.queries import find_account, organisations, viewer_of
from qiantan.registry.accounts.states import DepartmentRole
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries as results
from qiantan.registry.footprints.states import ReportKind
from qiantan.registry.network.operations import queue_rebuild
from qiantan.registry.network.queries import pending_changes
from qiantan.registry.products import operations as products
from qiantan.registry.products.queries import activities, products_of

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import Organisation, User
    from qiantan.registry.products.models import ActivityRecord

PASSPHRASE = "qiantan-demo-2026"  # noqa: S105 - shown on the screen; the demonstration answers on this machine only
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """An invented plant that shows the worked example of a template; `frozen` or left open as a preview."""

    template: str
    uscc: str
    clerk: str
    clerk_name: str
    reader: str
    frozen: bool


PLANTS = (
    Plant(
        template="cement",
        uscc="91520000MA0000000G",
        clerk="clerk@cement.example.com",
        clerk_name="示例填报员（水泥）",
        reader="reader@cement.example.com",
        frozen=True,
    ),
    Plant(
        template="electrolytic_aluminium",
        uscc="91520000MA0000001K",
        clerk="clerk@aluminium.example.com",
        clerk_name="示例填报员（铝）",
        reader="reader@aluminium.example.com",
        frozen=False,
    ),
)


ANALYST = "analyst@department.example.com"


def seed() -> None:
    """Make the plants, their people, products and activity data; calculate, and freeze what is to be frozen."""
    at = timezone.now()
    for step in (_calculate, _reports):
        queued = [step(plant, at) for plant in PLANTS]
        if any(queued):
            work(until_empty=True)
    if _database(PLANTS[0], at):
        work(until_empty=True)
    _bill(PLANTS[1], at)
    seed_typical(analyst=_analyst(at), password=PASSPHRASE, at=at)
    seed_submissions(password=PASSPHRASE, at=at)
    if pending_changes():
        queue_rebuild(by=None, at=at)
        work(until_empty=True)
    take_in_studies()
    work(until_empty=True)


def _analyst(at: dt.datetime) -> "User":
    person = _person(ANALYST, "示例分析员（省级部门）", at)
    return accounts.grant_department_role(email=person.email, role=DepartmentRole.ANALYST.value, by=None, at=at)


def _database(plant: Plant, at: dt.datetime) -> bool:
    clerk = _person(plant.clerk, plant.clerk_name, at)
    return seed_database(organisation=_organisation(plant, clerk, at), by=clerk, at=at)


def _bill(plant: Plant, at: dt.datetime) -> None:
    clerk = _person(plant.clerk, plant.clerk_name, at)
    seed_bill(activity=_activity(plant, _organisation(plant, clerk, at), clerk, at), by=clerk, at=at)


def _calculate(plant: Plant, at: dt.datetime) -> bool:
    clerk = _person(plant.clerk, plant.clerk_name, at)
    activity = _activity(plant, _organisation(plant, clerk, at), clerk, at)
    if results.latest_run(viewer_of(clerk), activity) is not None:
        return False
    begin = footprints.freeze_study if plant.frozen else footprints.calculate_draft
    begin(activity=activity, by=clerk, at=at)
    return True


def _person(email: str, name: str, at: dt.datetime) -> "User":
    return find_account(email) or accounts.create_account(email=email, password=PASSPHRASE, name=name, at=at)


def _organisation(plant: Plant, clerk: "User", at: dt.datetime) -> "Organisation":
    known = next((one for one in organisations(viewer_of(clerk)) if one.uscc == plant.uscc), None)
    if known:
        return known
    data = example(plant.template)
    name, division = data.get("producer_name").value, data.get("site_division").value
    made = accounts.register_organisation(name=name, uscc=plant.uscc, division=division, by=clerk, at=at)
    _person(plant.reader, "示例查看者", at)
    accounts.add_member(organisation=made, email=plant.reader, role="reader", by=clerk, at=at)
    accounts.add_site(organisation=made, name=data.get("site_name").value, division=division, by=clerk, at=at)
    return made


def _activity(plant: Plant, organisation: "Organisation", clerk: "User", at: dt.datetime) -> "ActivityRecord":
    viewer = viewer_of(clerk)
    known = next((one for one in products_of(viewer, organisation.pk) if one.template == plant.template), None)
    if known:
        return activities(viewer, known)[-1]
    data = example(plant.template)
    product = products.create_product(
        organisation=organisation,
        site=organisation.sites.get(),
        template=plant.template,
        declared=data.get("declared_unit").value,
        name_zh=data.get("product_name_zh").value,
        name_en=data.get("product_name_en").value,
        specification=data.get("product_specification").value,
        by=clerk,
        at=at,
    )
    start = dt.date.fromisoformat(data.get("period_start").value)
    end = dt.date.fromisoformat(data.get("period_end").value) + ONE_DAY
    activity = products.open_activity(product=product, start=start, end=end, by=clerk, at=at)
    return _filled(activity, data, clerk, at)


def _filled(activity: "ActivityRecord", data: ActivityData, clerk: "User", at: dt.datetime) -> "ActivityRecord":
    # The code is the organisation's own: two organisations never share one, the examples do.
    entries = {key: entry for key, entry in data.fields.items() if key != "producer_uscc"}
    products.save_entries(activity=activity, entries=entries, rows=data.rows, version=activity.version, by=clerk, at=at)
    activity.refresh_from_db()
    return activity


def _reports(plant: Plant, at: dt.datetime) -> bool:
    clerk = _person(plant.clerk, plant.clerk_name, at)
    viewer = viewer_of(clerk)
    run = results.latest_run(viewer, _activity(plant, _organisation(plant, clerk, at), clerk, at))
    if run is None or not run.is_frozen or not run.is_done:
        return False
    made = {report.kind for report in results.reports(viewer, run)}
    missing = [kind for kind in (ReportKind.WORD.value, ReportKind.PDF.value) if kind not in made]
    for kind in missing:
        footprints.queue_report(run=run, kind=kind, by=clerk, at=at)
    return bool(missing)
