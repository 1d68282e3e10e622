"""The what-if page: answers, refusals in words, what is written (nothing) and what is taken over (what was moved)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.records import AT, filled_activity, member, organisation, user

from qiantan.core.results.make import make_result
from qiantan.core.templates.activity import Entry, State
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations, queries, supposing
from qiantan.registry.footprints.models import FrozenStudy, Run
from qiantan.registry.ledger.models import Entry as LedgerEntry
from qiantan.registry.products.models import ActivityRecord, FieldChange
from qiantan.registry.products.operations import reopen_activity, save_entries

pytestmark = pytest.mark.django_db

ASK = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    supposing.forget()


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def record(clerk):
    return filled_activity(clerk)


def finished(run, clerk):
    return operations.record_result(run=run, result=make_result(queries.documents(run).study), by=clerk, at=AT)


def preview(record, clerk):
    return finished(operations.calculate_draft(activity=record, by=clerk, at=AT), clerk)


def frozen(record, clerk):
    study = operations.freeze_study(activity=record, by=clerk, at=AT)
    return finished(Run.objects.get(study=study), clerk)


def address(run, tail=""):
    return f"/footprints/runs/{run.public_id}/what-if/{tail}"


def total_of(answer):
    return float(re.search(r"data-qt-whatif-total>([\d,.]+)<", answer.content.decode())[1].replace(",", ""))


def test_the_page_shows_what_is(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)

    answer = client.get(address(run))

    assert answer.status_code == 200
    assert total_of(answer) == pytest.approx(run.total, abs=5e-4)
    text = answer.content.decode()
    assert text.count("data-qt-dial=") > 40
    assert "share:electricity_sources[2]" in text
    assert f'href="{address(run)}"' in client.get(f"/footprints/runs/{run.public_id}/").content.decode()


def test_a_moved_figure_is_answered_and_nothing_is_written(client, clerk, record):
    """Half the coal: half of its combustion and supply less."""
    run = frozen(record, clerk)
    client.force_login(clerk)
    before = (
        LedgerEntry.objects.count(),
        FieldChange.objects.count(),
        Run.objects.count(),
        FrozenStudy.objects.count(),
    )
    content = bytes(FrozenStudy.objects.get().content)

    answer = client.post(address(run), {"answer:fuels[1].amount": "44000"}, headers=ASK)

    assert answer.status_code == 200
    _, basis = supposing.run_and_basis(_viewer(clerk), run.public_id)
    coal = next(dial for dial in basis.dials if dial.key == "answer:fuels[1].amount")
    assert total_of(answer) == pytest.approx(run.total - 50 * coal.effect, abs=1e-3)
    assert "<html" not in answer.content.decode()
    after = (LedgerEntry.objects.count(), FieldChange.objects.count(), Run.objects.count(), FrozenStudy.objects.count())
    assert after == before
    assert bytes(FrozenStudy.objects.get().content) == content


def _viewer(person):
    from qiantan.registry.accounts.queries import viewer_of

    return viewer_of(person)


def test_without_scripts_the_whole_page_comes_back_with_what_was_typed(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)

    answer = client.post(address(run), {"answer:elec_kiln": "50000", "answer:elec_grinding": "63864.5"})

    text = answer.content.decode()
    assert "<html" in text
    assert 'name="answer:elec_kiln" value="50000"' in text
    assert total_of(answer) < run.total


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ({"answer:elec_kiln": "viel"}, "不是可以读取的数值", "is not a figure"),
        ({"answer:elec_kiln": "NaN"}, "不是可以读取的数值", "is not a figure"),
        ({"answer:elec_kiln": "1e300"}, "超出可以计算的范围", "beyond what can be computed"),
        ({"answer:elec_kiln": "50000 t"}, "不能换算为 MWh", "cannot be converted to MWh"),
        ({"answer:elec_kiln": "-5"}, "须为不小于零的数值", "must be zero or more"),
        ({"answer:cement_po425": "0"}, "须为大于零的数值", "must be a figure above zero"),
        ({"answer:<script>": "1"}, "没有可调项", "no figure"),
        ({"share:electricity_sources[2]": "120"}, "须为 100 %", "not to 100 %"),
        ({"swap:electricity_sources[1]": "nothing"}, "因子库没有这个编号", "has no such factor"),
        ({"swap:fuels[77]": "nothing"}, "没有可调项", "no figure"),
    ],
)
def test_what_cannot_be_is_said_and_the_last_answer_stands(client, clerk, record, typed, zh, en):
    run = preview(record, clerk)
    client.force_login(clerk)

    for language, words in (("zh-hans", zh), ("en", en)):
        client.cookies["qt_language"] = language
        answer = client.post(address(run), typed, headers=ASK)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert words in text
        assert "data-qt-whatif-total" not in text
        assert "<script>" not in text
        whole = client.post(address(run), typed)
        assert whole.status_code == 422
        assert total_of(whole) == pytest.approx(run.total, abs=5e-4)


def test_an_unusual_figure_is_answered_with_a_remark(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)
    answer = client.post(address(run), {"answer:elec_kiln": "700000"}, headers=ASK)
    assert answer.status_code == 200
    assert "超出常见范围" in answer.content.decode()


def test_a_factor_of_the_library_is_found_and_used(client, clerk, record):
    load_rulebook_factors(at=AT)
    run = preview(record, clerk)
    client.force_login(clerk)

    found = client.get(address(run, "factors/"), {"q": "cn-elec-cf-2024-hydro", "family": "electricity_footprint"})
    assert 'value="cn-elec-cf-2024-hydro"' in found.content.decode()

    answer = client.post(address(run), {"swap:electricity_sources[1]": "cn-elec-cf-2024-hydro"}, headers=ASK)
    assert answer.status_code == 200
    assert total_of(answer) < run.total


def test_an_asked_question_costs_the_database_no_more_than_a_bare_page(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)
    client.post(address(run), {"answer:elec_kiln": "50000"}, headers=ASK)

    with CaptureQueriesContext(connection) as asked:
        client.post(address(run), {"answer:elec_kiln": "50001"}, headers=ASK)

    assert len(asked) <= 5


def test_permission_is_asked_on_every_request(client, clerk, record):
    """What a process keeps of a study is no way around: somebody else's request finds nothing, before and after."""
    run = preview(record, clerk)
    stranger = user()
    organisation(stranger, "别的厂")
    for _ in range(2):
        client.force_login(stranger)
        assert client.post(address(run), {"answer:elec_kiln": "1"}, headers=ASK).status_code == 404
        client.force_login(clerk)
        assert client.post(address(run), {"answer:elec_kiln": "1"}, headers=ASK).status_code == 200


def test_a_reader_asks_but_does_not_take_over(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(member(record.product.organisation, "reader"))
    text = client.get(address(run)).content.decode()
    assert "data-qt-whatif-take" not in text
    assert client.post(address(run), {"answer:elec_kiln": "60000"}, headers=ASK).status_code == 200
    refused = client.post(address(run, "take/"), {"into": str(record.public_id), "answer:elec_kiln": "60000"})
    assert refused.status_code == 403
    assert ActivityRecord.objects.get().version == record.version


def test_open_data_take_what_was_moved_and_give_that_footprint(client, clerk, record):
    """The figure that was shown is the figure that is calculated: coal, a measured default, half of the power from wind."""
    run = preview(record, clerk)
    client.force_login(clerk)
    moved = {"answer:fuels[1].amount": "70000", "share:electricity_sources[4]": "50", "answer:elec_kiln": "66000"}
    shown = total_of(client.post(address(run), moved, headers=ASK))

    answer = client.post(address(run, "take/"), moved | {"into": str(record.public_id)})

    assert answer.status_code == 302
    record.refresh_from_db()
    assert answer["Location"].endswith(f"{record.public_id}/")
    assert record.answers.get("elec_kiln").value == "66000"
    assert len(record.answers.rows["electricity_sources"]) == 2
    again = operations.calculate_draft(activity=record, by=clerk, at=AT)
    assert finished(again, clerk).total == pytest.approx(shown, abs=5e-4)
    assert LedgerEntry.objects.filter(kind="whatif.taken").count() == 1


def test_a_frozen_study_is_taken_into_the_next_period(client, clerk, record):
    run = frozen(record, clerk)
    client.force_login(clerk)

    answer = client.post(address(run, "take/"), {"into": "next", "answer:calcination_factor": "0.5"})

    assert answer.status_code == 302
    made = ActivityRecord.objects.latest("pk")
    assert made.copied_from_id == record.pk
    assert made.period_start == record.period_end
    assert made.answers.get("calcination_factor").value == "0.5"
    assert not made.answers.get("elec_kiln").provided
    record.refresh_from_db()
    assert record.answers.get("calcination_factor").value == "0.525"


def test_a_suppliers_figure_is_taken_without_a_made_up_source(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)
    client.post(address(run, "take/"), {"into": str(record.public_id), "answer:fuels[1].own_factor": "60"})
    record.refresh_from_db()
    row = record.answers.rows["fuels"][0]
    assert row["own_factor"].value == "60"
    assert "own_factor_source" not in row


def test_nothing_moved_takes_nothing(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)
    answer = client.post(address(run, "take/"), {"into": str(record.public_id), "answer:elec_kiln": "70000"})
    assert answer.status_code == 409
    record.refresh_from_db()
    assert record.version == run.activity_version


def test_answers_changed_since_are_read_as_they_were(client, clerk, record):
    """A reopened record goes on changing; what if is asked of the study as it was frozen."""
    run = frozen(record, clerk)
    reopened = reopen_activity(activity=record, by=clerk, at=AT)
    entry = Entry(state=State.PROVIDED, value="99999", unit="MWh", source="meter")
    save_entries(activity=reopened, entries={"elec_kiln": entry}, version=reopened.version, by=clerk, at=AT)
    client.force_login(clerk)

    answer = client.get(address(run))

    assert total_of(answer) == pytest.approx(run.total, abs=5e-4)
    assert 'name="answer:elec_kiln" value="70000"' in answer.content.decode()
