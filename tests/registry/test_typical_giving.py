"""Giving a value in confidence: who may, until when, how it is kept, and that nobody else ever reads it."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories.calls import AFTER, CUT_OFF, DURING, analyst, answered, asked, call, given, plant
from tests.factories.records import AT, member, organisation, user

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.ledger.models import Entry
from qiantan.registry.ledger.queries import verify_chain
from qiantan.registry.typical import operations, queries, sealing
from qiantan.registry.typical.models import Call, Contribution, PlantFact

pytestmark = pytest.mark.django_db
SECRET = "853.71"


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def secret(clerk):
    """One plant's value among nine others', with evidence."""
    to = call()
    answered(to, 9)
    value = given(SECRET, 1234.5, source="内部台账", evidence_name="台账.pdf", evidence=b"%PDF secret")
    return operations.give_value(call=to, site=plant(clerk), given=value, by=clerk, at=DURING)


def codes(refused) -> list[str]:
    return [finding.place for finding in refused.value.findings]


def test_a_plant_reads_its_own_value_and_can_check_its_commitment(secret, clerk):
    found = queries.get_value(viewer_of(clerk), secret.public_id)

    assert (found.stated["value"], found.stated["volume"], found.stated["source"]) == (SECRET, "1234.5", "内部台账")
    assert sealing.commitment(found.stated, bytes.fromhex(found.salt)) == found.commitment
    assert queries.evidence(viewer_of(clerk), secret.public_id) == ("台账.pdf", b"%PDF secret")


def test_a_reader_of_the_organisation_reads_it_too_and_cannot_change_it(secret):
    reader = member(secret.organisation, "reader")
    assert queries.get_value(viewer_of(reader), secret.public_id).can_edit is False
    with pytest.raises(NotPermitted):
        operations.give_value(call=secret.call, site=secret.site, given=given(), by=reader, at=DURING)
    with pytest.raises(NotPermitted):
        operations.withdraw_value(contribution=secret, by=reader, at=DURING)


def strangers():
    other = user()
    organisation(other)
    taking_part = Contribution.objects.first().given_by
    return {
        "visitor": VISITOR,
        "person": viewer_of(user()),
        "another plant": viewer_of(other),
        "a plant of the same call": viewer_of(taking_part),
        "analyst": viewer_of(analyst()),
    }


@pytest.mark.parametrize("who", ["visitor", "person", "another plant", "a plant of the same call", "analyst"])
def test_nobody_else_reads_a_value_through_any_query(secret, who):
    viewer = strangers()[who]
    for read in (queries.get_value, queries.evidence):
        with pytest.raises(NotFound):
            read(viewer, secret.public_id)
    seen = [queries.my_values(viewer), queries.values_for(viewer, secret.call), queries.giving_sites(viewer)]
    seen += [
        queries.calls(viewer),
        queries.get_call(viewer, secret.call.public_id),
        queries.releases(viewer, secret.call),
    ]
    if who == "analyst":
        seen.append(queries.standing(viewer, secret.call))
    else:
        with pytest.raises(NotPermitted):
            queries.standing(viewer, secret.call)
    assert SECRET not in repr(seen)
    assert str(secret.public_id) not in repr(seen)


def test_no_table_and_no_file_holds_the_value_in_clear(secret, settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text = "\n".join(row[0] for row in cursor.fetchall())
            assert SECRET not in text, table
            assert "内部台账" not in text, table
            assert SECRET.encode().hex() not in text, table
    files = [path.read_bytes() for path in settings.QIANTAN_FILES.rglob("*") if path.is_file()]
    assert not any(b"%PDF secret" in content for content in files)


def test_the_ledger_holds_a_salted_commitment_and_no_figure(secret):
    entry = Entry.objects.filter(kind="typical.value_given", subject=str(secret.public_id)).get()

    assert json.loads(entry.body)["body"] == {
        "call": str(secret.call.public_id),
        "commitment": secret.current.commitment,
    }
    assert entry.organisation == secret.organisation.public_id
    assert verify_chain().sound


def test_the_same_value_twice_has_two_commitments(clerk):
    to, site = call(), plant(clerk)
    first = operations.give_value(call=to, site=site, given=given(), by=clerk, at=DURING).current.commitment
    second = operations.give_value(call=to, site=site, given=given(), by=clerk, at=DURING).current.commitment

    assert first != second


def test_sealed_bytes_do_not_open_in_anothers_place(secret):
    other = PlantFact.objects.exclude(pk=secret.current_id).first()
    with pytest.raises(sealing.Unreadable):
        sealing.open_statement(bytes(other.sealed), secret.current.public_id)


def test_the_secret_of_the_installation_can_be_changed(secret, clerk, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret" * 5
    assert queries.get_value(viewer_of(clerk), secret.public_id).stated["value"] == SECRET

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.Unreadable):
        queries.get_value(viewer_of(clerk), secret.public_id)


def test_a_correction_destroys_what_was_given_before_and_keeps_the_evidence(secret, clerk):
    operations.give_value(call=secret.call, site=secret.site, given=given(861.2), by=clerk, at=DURING)

    old, new = PlantFact.objects.filter(contribution=secret).order_by("pk")
    assert (old.sealed, old.destroyed_at) == (None, DURING)
    assert new.sealed is not None
    found = queries.get_value(viewer_of(clerk), secret.public_id)
    assert (found.stated["value"], found.stated["evidence"]["name"]) == ("861.2", "台账.pdf")


def test_a_withdrawal_destroys_the_value_and_it_can_be_given_again(secret, clerk):
    operations.withdraw_value(contribution=secret, by=clerk, at=DURING)

    assert PlantFact.objects.get(contribution=secret).sealed is None
    assert queries.get_value(viewer_of(clerk), secret.public_id).stated == {}
    with pytest.raises(WrongState):
        operations.withdraw_value(contribution=secret, by=clerk, at=DURING)
    again = operations.give_value(call=secret.call, site=secret.site, given=given(), by=clerk, at=DURING)
    assert (again.pk, again.state) == (secret.pk, "given")


def test_nothing_changes_after_the_cut_off(secret, clerk):
    for at in (CUT_OFF, AFTER):
        with pytest.raises(WrongState):
            operations.give_value(call=secret.call, site=secret.site, given=given(), by=clerk, at=at)
        with pytest.raises(WrongState):
            operations.withdraw_value(contribution=secret, by=clerk, at=at)


def test_everything_wrong_with_a_value_is_told_together(clerk):
    to, site = call(), plant(clerk)
    wrong = given(-1, 0, source="", technology="t9", group="91520000MA00000000")
    with pytest.raises(Invalid) as refused:
        operations.give_value(call=to, site=site, given=wrong, by=clerk, at=DURING)
    assert codes(refused) == ["value", "volume", "source", "technology", "group"]
    assert not PlantFact.objects.exists()


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "1e40", "0"])
def test_no_such_figure(clerk, figure):
    with pytest.raises(Invalid) as refused:
        operations.give_value(call=call(), site=plant(clerk), given=given(figure), by=clerk, at=DURING)
    assert codes(refused) == ["value"]


def test_only_the_department_opens_a_call(clerk):
    for operation in (
        lambda by: operations.open_call(asked=asked(), by=by, at=AT),
        lambda by: operations.close_call(call=Call.objects.get(), by=by, at=DURING),
        lambda by: operations.reopen_call(call=Call.objects.get(), closes_at=AFTER, by=by, at=DURING),
    ):
        if not Call.objects.exists():
            call()
        with pytest.raises(NotPermitted):
            operation(clerk)


def test_everything_wrong_with_a_call_is_told_together():
    wrong = asked(
        name_zh="", asked_zh="", unit="石头", volume_unit="t", kind="x", boundary="y", data_year=2099, least=5,
        province_output=Decimal(-1), province_source="", closes_at=AT, technologies=(("a", ""), ("a", "")),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        operations.open_call(asked=wrong, by=analyst(), at=AT)
    assert sorted(codes(refused)) == sorted(
        [
            "name_zh",
            "asked_zh",
            "unit",
            "kind",
            "boundary",
            "technologies",
            "least",
            "data_year",
            "closes_at",
            "province_output",
            "province_source",
        ]
    )


def test_the_same_is_asked_once():
    by = analyst()
    call(by)
    with pytest.raises(Invalid) as refused:
        call(by)
    assert refused.value.findings[0].code == "TV-ASKED-ALREADY"


def test_a_call_is_closed_and_reopened(clerk):
    by = analyst()
    to, site = call(by), plant(clerk)
    operations.close_call(call=to, by=by, at=DURING)
    with pytest.raises(WrongState):
        operations.give_value(call=to, site=site, given=given(), by=clerk, at=DURING + dt.timedelta(hours=1))
    with pytest.raises(WrongState):
        operations.close_call(call=to, by=by, at=DURING + dt.timedelta(hours=1))
    with pytest.raises(Invalid):
        operations.reopen_call(call=to, closes_at=DURING, by=by, at=DURING)
    operations.reopen_call(call=to, closes_at=AFTER, by=by, at=DURING)
    assert operations.give_value(call=to, site=site, given=given(), by=clerk, at=CUT_OFF).state == "given"


def test_the_database_refuses_fewer_than_nine(clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call().pk).update(least=3)


def test_the_public_learns_whether_there_are_enough_and_not_how_many(clerk):
    to = call()
    answered(to, 8)
    found = queries.get_call(VISITOR, to.public_id)
    assert (found.reached, found.release) == (False, None)
    answered(to, 1)
    found = queries.calls(VISITOR).rows[0]
    assert found.reached is True
    assert set(found.__dataclass_fields__) == {"call", "reached", "release"}


def test_calls_cost_three_queries_for_one_and_for_three(django_assert_num_queries):
    by = analyst()
    for year in (2023, 2024, 2025):
        call(by, data_year=year)
        with django_assert_num_queries(3):
            assert len(queries.calls(VISITOR).rows) == year - 2022


def test_own_values_cost_one_query_for_one_and_for_three(clerk, django_assert_num_queries):
    by = analyst()
    site = plant(clerk)
    viewer = viewer_of(clerk)
    for year in (2023, 2024, 2025):
        operations.give_value(call=call(by, data_year=year), site=site, given=given(), by=clerk, at=DURING)
        with django_assert_num_queries(1):
            found = queries.my_values(viewer)
            assert [one.contribution.call.name_zh for one in found] == ["硅酸盐水泥熟料"] * (year - 2022)
