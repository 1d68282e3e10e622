"""The ledger: one chain, canonical bodies, both digests; nothing is changed, and what a superuser changes is seen."""

import json
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.records import AT, member, organisation, product, user

from qiantan.core.proofs import canonical_bytes, digests
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import NotPermitted
from qiantan.registry.ledger import operations
from qiantan.registry.ledger.models import GENESIS, Entry
from qiantan.registry.ledger.queries import bodies, entries, verify_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    """An organisation with two entries of its own: registered, then a product."""
    clerk = user()
    made = organisation(clerk)
    product(made, clerk)
    return made, clerk


def run(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def changed_behind_the_back(statement: str, *values) -> None:
    """What somebody with all rights can do: turn the triggers off and write."""
    run("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    run(statement, *values)
    run("ALTER TABLE ledger_entry ENABLE TRIGGER USER")


def test_an_entry_holds_the_canonical_statement_and_both_its_digests(plant):
    first = Entry.objects.get(number=1)
    said = json.loads(first.body)
    assert first.body.encode() == canonical_bytes(said)
    assert (first.sha256, first.sm3) == digests(first.body.encode())
    assert said == {
        "schema": "qiantan.entry/1",
        "number": 1,
        "at": "2026-03-02T09:30:00.000000+00:00",
        "by": str(plant[1].public_id),
        "organisation": str(plant[0].public_id),
        "kind": "organisation.registered",
        "subject": str(plant[0].public_id),
        "body": {"division": "520100"},
        "previous_sha256": GENESIS,
    }


def test_entries_are_numbered_without_gaps_and_linked(plant):
    kept = list(Entry.objects.order_by("number"))
    assert [entry.number for entry in kept] == [1, 2, 3]
    assert [entry.previous_sha256 for entry in kept] == [GENESIS, kept[0].sha256, kept[1].sha256]


def test_no_entry_names_a_person_or_a_plant(plant):
    made, clerk = plant
    text = b"".join(bodies()).decode()
    for secret in (clerk.email, made.name, made.uscc, "示例产品"):
        assert secret not in text


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_act_is_refused():
    with pytest.raises(operations.OutsideTransaction):
        operations.record(kind="x", subject="y", organisation=None, body={}, by=None, at=AT)


def test_what_is_rolled_back_was_never_recorded(plant):
    made, clerk = plant
    with transaction.atomic():
        operations.record(kind="x", subject="y", organisation=made, body={}, by=clerk, at=AT)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 3
    assert verify_chain().sound


def test_an_entry_must_fit_a_leaf(plant):
    with pytest.raises(operations.TooLong):
        operations.record(kind="x", subject="y", organisation=None, body={"words": "碳" * 1500}, by=None, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'study.frozen' WHERE number = 1",
        "DELETE FROM ledger_entry WHERE number = 2",
        "TRUNCATE ledger_entry",
    ],
)
def test_the_owner_of_the_table_cannot_change_it(plant, statement):
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert Entry.objects.count() == 3


def test_a_sound_chain_names_its_head(plant):
    report = verify_chain()
    assert (report.checked, report.sound) == (3, True)
    assert report.head_sha256 == Entry.objects.get(number=3).sha256


def test_a_changed_body_is_found(plant):
    changed_behind_the_back("UPDATE ledger_entry SET body = replace(body, '520100', '520200') WHERE number = 1")
    reasons = [(b.number, b.reason.zh) for b in verify_chain().breaks]
    assert reasons == [(1, "内容与SHA-256摘要不符。"), (1, "内容与SM3摘要不符。")]


def test_a_body_changed_with_its_digests_breaks_the_link(plant):
    first = Entry.objects.get(number=1)
    body = first.body.replace("520100", "520200")
    both = digests(body.encode())
    changed_behind_the_back(
        "UPDATE ledger_entry SET body = %s, sha256 = %s, sm3 = %s WHERE number = 1", body, both.sha256, both.sm3
    )
    assert [(b.number, b.reason.zh) for b in verify_chain().breaks] == [(2, "与前一条的链接不符。")]


def test_a_removed_entry_is_found(plant):
    changed_behind_the_back("DELETE FROM ledger_entry WHERE number = 2")
    assert [(b.number, b.reason.en) for b in verify_chain().breaks] == [
        (3, "The number should be 2: something is missing."),
        (3, "It does not link to the entry before."),
    ]


def test_a_changed_column_is_found(plant):
    changed_behind_the_back("UPDATE ledger_entry SET kind = 'study.frozen' WHERE number = 2")
    assert [b.reason.zh for b in verify_chain().breaks] == ["列与内容不符：kind。"]


def test_members_read_the_entries_of_their_organisation_only(plant):
    made, _ = plant
    other = organisation(user())
    reader = viewer_of(member(made, "reader"))
    assert [entry.kind for entry in entries(reader, made.pk)] == [
        "product.created",
        "site.added",
        "organisation.registered",
    ]
    assert [entry.number for entry in entries(reader, made.pk, subject=made.public_id)] == [1]
    with pytest.raises(NotPermitted):
        entries(reader, other.pk)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_take_turns():
    clerk = user()
    made = organisation(clerk)

    def write(number: int) -> None:
        for round_ in range(10):
            with transaction.atomic():
                subject = f"{number}-{round_}"
                operations.record(kind="x", subject=subject, organisation=made, body={}, by=clerk, at=AT)
        connection.close()

    writers = [Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    report = verify_chain()
    assert (report.checked, report.breaks) == (41, ())
