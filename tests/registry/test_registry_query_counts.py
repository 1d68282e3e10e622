"""Lists cost the same number of queries for one row and for three; single pages cost one."""

import pytest
from tests.factories.records import AT, filled_activity, member, organisation, user

from qiantan.core.results.make import make_result
from qiantan.registry.accounts.queries import members, organisations, sites, viewer_of
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import queries as factors
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries as footprint_queries
from qiantan.registry.ledger.queries import entries
from qiantan.registry.products import operations as products
from qiantan.registry.products import queries as product_queries
from qiantan.registry.tasks.queries import get_task, tasks

pytestmark = pytest.mark.django_db


def one_more(of, clerk):
    """One product more with everything that hangs on it."""
    activity = filled_activity(clerk, of=of)
    name = f"{activity.pk}.pdf"
    products.attach_evidence(activity=activity, name=name, content=b"x", media_type="", by=clerk, at=AT)
    products.upload_workbook(activity=activity, name="x.xlsx", content=b"x", by=clerk, at=AT)
    run = footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    result = make_result(footprint_queries.documents(run).study)
    footprints.record_result(run=run, result=result, by=clerk, at=AT)
    member(of, "reader")
    return activity, run


def product_list(viewer, _of, _activity):
    return [(row.name_zh, row.site, row.organisation, row.total) for row in product_queries.products(viewer).rows]


def task_list(viewer, _of, _activity):
    return [(task.organisation.name, str(task.created_by)) for task in tasks(viewer).rows]


def run_list(viewer, _of, activity):
    runs = footprint_queries.runs(viewer, activity.product)
    return [(run.activity.product.site.name, run.total, run.task.state, run.is_frozen) for run in runs]


def member_list(viewer, of, _activity):
    return [str(one.user) for one in members(viewer, of.pk)]


def import_list(viewer, _of, activity):
    return [(draft.task.state, str(draft.created_by)) for draft in product_queries.imports(viewer, activity)]


LISTS = {
    product_list: 2,
    task_list: 2,
    run_list: 1,
    member_list: 1,
    import_list: 1,
    lambda viewer, of, _: sites(viewer, of.pk): 1,
    lambda viewer, of, _: entries(viewer, of.pk): 2,
    lambda viewer, _of, _: organisations(viewer): 1,
}


@pytest.mark.parametrize(("read", "queries"), LISTS.items())
def test_a_list_costs_the_same_for_one_row_and_for_three(read, queries, django_assert_num_queries):
    clerk = user()
    of = organisation(clerk)
    activity, _ = one_more(of, clerk)
    viewer = viewer_of(clerk)
    with django_assert_num_queries(queries):
        assert len(read(viewer, of, activity)) >= 1
    one_more(of, clerk)
    one_more(of, clerk)
    footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    with django_assert_num_queries(queries):
        assert len(read(viewer, of, activity)) >= 1


def test_a_result_page_reads_its_run_in_one_query(django_assert_num_queries):
    clerk = user()
    _, run = one_more(organisation(clerk), clerk)
    viewer = viewer_of(clerk)
    with django_assert_num_queries(1):
        found = footprint_queries.get_run(viewer, run.public_id)
        study, result = footprint_queries.documents(found)
        assert (found.activity.product.organisation.name, found.task.state) == ("示例水泥厂", "queued")
        assert study.product
        assert result.total == found.total


def test_single_records_come_with_what_a_page_shows(django_assert_num_queries):
    clerk = user()
    activity, run = one_more(organisation(clerk), clerk)
    viewer = viewer_of(clerk)
    with django_assert_num_queries(1):
        found = product_queries.get_activity(viewer, activity.public_id)
        assert (found.product.organisation.name, found.product.site.name) != ("", "")
        product_queries.field_states(found)
    with django_assert_num_queries(1):
        assert get_task(viewer, run.task.public_id).organisation.name


def test_factors_are_searched_in_three_queries(django_assert_num_queries):
    load_rulebook_factors(at=AT)
    for text in ("水泥", "snsl"):
        with django_assert_num_queries(3):  # releases, hits, rows
            assert factors.search_factors(VISITOR, text).rows[0].release.title_zh


def test_known_factors_are_loaded_again_in_two_queries(django_assert_max_num_queries):
    load_rulebook_factors(at=AT)
    with django_assert_max_num_queries(5):  # transaction, lock, what is known, what is gone
        assert load_rulebook_factors(at=AT) == ()
