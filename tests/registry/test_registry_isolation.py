"""What one organisation keeps, nobody else sees: every read is tried by a stranger who knows the ids."""

import pytest
from tests.factories.records import AT, filled_activity, member, organisation, user

from qiantan.core.results.make import make_result
from qiantan.registry.accounts import queries as accounts
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import NotFound, NotPermitted
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries as footprint_queries
from qiantan.registry.ledger import queries as ledger
from qiantan.registry.products import operations as products
from qiantan.registry.products import queries as product_queries
from qiantan.registry.tasks import queries as tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    """Everything an organisation can keep, in one place."""
    clerk = user()
    activity = filled_activity(clerk)
    evidence = products.attach_evidence(
        activity=activity, name="secret.pdf", content=b"secret", media_type="application/pdf", by=clerk, at=AT
    )
    draft = products.upload_workbook(activity=activity, name="secret.xlsx", content=b"secret", by=clerk, at=AT)
    study = footprints.freeze_study(activity=activity, by=clerk, at=AT)
    run = footprint_queries.run_of_study(viewer_of(clerk), study)
    result = make_result(footprint_queries.documents(run).study)
    footprints.record_result(run=run, result=result, by=clerk, at=AT)
    report = footprints.record_report(run=run, kind="pdf", content=b"secret", by=clerk, at=AT)
    return {
        "organisation": activity.product.organisation,
        "product": activity.product,
        "activity": activity,
        "evidence": evidence,
        "draft": draft,
        "study": study,
        "run": run,
        "report": report,
    }


ONE = {
    "organisation": lambda viewer, s: accounts.get_organisation(viewer, s["organisation"].public_id),
    "product": lambda viewer, s: product_queries.get_product(viewer, s["product"].public_id),
    "activity": lambda viewer, s: product_queries.get_activity(viewer, s["activity"].public_id),
    "changes": lambda viewer, s: product_queries.changes(viewer, s["activity"]),
    "evidence": lambda viewer, s: product_queries.get_evidence(viewer, s["evidence"].public_id),
    "evidence bytes": lambda viewer, s: product_queries.evidence_bytes(viewer, s["evidence"].public_id),
    "import": lambda viewer, s: product_queries.get_import(viewer, s["draft"].public_id),
    "import bytes": lambda viewer, s: product_queries.import_bytes(viewer, s["draft"].public_id),
    "task": lambda viewer, s: tasks.get_task(viewer, s["draft"].task.public_id),
    "study": lambda viewer, s: footprint_queries.get_study(viewer, s["study"].public_id),
    "package": lambda viewer, s: footprint_queries.study_package(viewer, s["study"].public_id),
    "run": lambda viewer, s: footprint_queries.get_run(viewer, s["run"].public_id),
    "report": lambda viewer, s: footprint_queries.get_report(viewer, s["report"].public_id),
    "report bytes": lambda viewer, s: footprint_queries.report_bytes(viewer, s["report"].public_id),
    "sites": lambda viewer, s: accounts.sites(viewer, s["organisation"].pk),
    "members": lambda viewer, s: accounts.members(viewer, s["organisation"].pk),
    "entries": lambda viewer, s: ledger.entries(viewer, s["organisation"].pk),
    "entries about": lambda viewer, s: ledger.entries(viewer, s["organisation"].pk, s["study"].public_id),
}
MANY = {
    "products": lambda viewer, s: product_queries.products(viewer).rows,
    "found products": lambda viewer, s: product_queries.products(viewer, 1, "示例").rows,
    "products of": lambda viewer, s: product_queries.products_of(viewer, s["organisation"].pk),
    "activities": lambda viewer, s: product_queries.activities(viewer, s["product"]),
    "all evidence": lambda viewer, s: product_queries.evidence(viewer, s["activity"]),
    "imports": lambda viewer, s: product_queries.imports(viewer, s["activity"]),
    "tasks": lambda viewer, s: tasks.tasks(viewer).rows,
    "tasks about": lambda viewer, s: tasks.tasks_about(viewer, s["run"].public_id),
    "runs": lambda viewer, s: footprint_queries.runs(viewer, s["product"]),
    "studies": lambda viewer, s: footprint_queries.studies(viewer, s["product"]),
    "reports": lambda viewer, s: footprint_queries.reports(viewer, s["run"]),
}
NONE = {
    "latest run": lambda viewer, s: footprint_queries.latest_run(viewer, s["activity"]),
    "run of study": lambda viewer, s: footprint_queries.run_of_study(viewer, s["study"]),
}


def strangers():
    """A visitor, a person without an organisation, and the manager of another one."""
    other = user()
    organisation(other)
    return [VISITOR, viewer_of(user()), viewer_of(other)]


@pytest.mark.parametrize("name", ONE)
def test_a_stranger_is_refused_what_a_reader_may_open(secret, name):
    assert ONE[name](viewer_of(member(secret["organisation"], "reader")), secret)
    for stranger in strangers():
        with pytest.raises((NotFound, NotPermitted)):
            ONE[name](stranger, secret)


@pytest.mark.parametrize("name", MANY)
def test_a_stranger_finds_nothing_of_what_a_reader_finds(secret, name):
    assert len(MANY[name](viewer_of(member(secret["organisation"], "reader")), secret)) > 0
    for stranger in strangers():
        assert list(MANY[name](stranger, secret)) == []


def test_a_stranger_does_not_find_the_organisation(secret):
    assert accounts.organisations(viewer_of(member(secret["organisation"], "reader"))) == [secret["organisation"]]
    for stranger in strangers():
        assert secret["organisation"] not in accounts.organisations(stranger)


@pytest.mark.parametrize("name", NONE)
def test_a_stranger_is_told_nothing_is_there(secret, name):
    assert NONE[name](viewer_of(member(secret["organisation"], "reader")), secret) is not None
    for stranger in strangers():
        assert NONE[name](stranger, secret) is None


def test_a_member_who_was_switched_off_sees_nothing(secret):
    person = member(secret["organisation"], "manager")
    person.is_active = False
    assert viewer_of(person) == VISITOR


@pytest.mark.parametrize("public_id", ["", "1", "not-an-id", "00000000-0000-0000-0000-000000000000"])
def test_text_that_is_no_id_reads_like_an_unknown_record(secret, public_id):
    reader = viewer_of(member(secret["organisation"], "reader"))
    for read in (product_queries.get_product, footprint_queries.get_run, tasks.get_task, accounts.get_organisation):
        with pytest.raises(NotFound):
            read(reader, public_id)
