"""Releases from the review: they live in the database only, beside those of the rulebook, and change no old study."""

import datetime as dt
import hashlib
import io
import zipfile
from decimal import Decimal

import pytest
import yaml
from django.db import IntegrityError, transaction
from tests.factories.records import AT, filled_activity, user

from qiantan.core.findings import Text
from qiantan.core.results.make import make_result, result_bytes
from qiantan.core.results.recompute import recompute
from qiantan.core.rules import load
from qiantan.core.rules.schema import FactorRow
from qiantan.core.study.document import Study
from qiantan.registry.accounts.refusals import Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import files, queries
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue, Standing
from qiantan.registry.factors.operations import load_rulebook_factors, publish_values, retire_value
from qiantan.registry.factors.publishing import REVIEWED_ID, ReleaseHead, Reviewed
from qiantan.registry.factors.states import State
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.ledger.models import Entry

pytestmark = pytest.mark.django_db
OLD = "cpcd-34280D0042022C-1"
DUE = dt.date(2029, 3, 2)


def editor():
    return user(department="editor")


def row(key: str, kg: str = "1.5", **more) -> FactorRow:
    stated = {
        "id": key,
        "name_zh": "测试用石膏板",
        "name_en": "Plasterboard for a test",
        "kind": "footprint",
        "topic": "material",
        "per": "t",
        "flow": "co2e",
        "kg": kg,
        "geography": "CN-520000",
        "reference_year": "2024",
        "published_year": "2026",
        "boundary": "从摇篮到大门",
        "gwp_set": "ipcc-ar6",
        "issuer": "示例研究院",
        "document": "示例报告",
        "place": "第 12 页",
        "how_found": "text",
        "found_in": "示例报告",
        "certainty": "medium",
        "licence": "facts",
    }
    return FactorRow.model_validate(stated | more)


def publish(*values: Reviewed, number: int = 1, by=None) -> FactorRelease:
    head = ReleaseHead(
        id=f"guizhou-review-{number}",
        title=Text(f"测试发布 {number}", f"Release for a test {number}"),
        edition=str(number),
        published="2026-03-02",
        licence="facts",
        review_by=DUE,
    )
    return publish_values(head=head, values=values, by=by or editor(), at=AT)


def reviewed(number: int, kg: str = "1.5", predecessor: str = "", **more) -> Reviewed:
    return Reviewed(rows=(row(f"gzr-{number:05d}-1", kg, **more),), review_by=DUE, predecessor=predecessor)


def test_a_published_value_is_found_read_pinned_and_downloaded():
    load_rulebook_factors(at=AT)
    release = publish(reviewed(1))

    found = queries.search(VISITOR, "测试用石膏板")
    assert [one.factor.id for one in found.rows][:1] == ["gzr-00001-1"]
    assert (found.rows[0].state, found.rows[0].review_by) == (State.PUBLISHED, DUE)
    assert queries.factor_by_id("gzr-00001-1") == queries.get_factor(VISITOR, "gzr-00001-1").factor
    assert queries.factor_by_id(OLD) == load.factor(OLD)
    assert b"gzr-00001-1" in files.factor_csv(VISITOR, "gzr-00001-1")
    with zipfile.ZipFile(io.BytesIO(files.release_archive(VISITOR, release.pk))) as archive:
        text = archive.read("guizhou-review-1/factors.csv")
        page = yaml.safe_load(archive.read("guizhou-review-1/release.yaml"))
    assert page["sha256"] == hashlib.sha256(text).hexdigest()
    with zipfile.ZipFile(io.BytesIO(files.open_archive(VISITOR))) as archive:
        assert "guizhou-review-1/factors.csv" in archive.namelist()


def test_the_ledger_holds_the_digest_of_the_release_that_its_files_give_again():
    release = publish(reviewed(1))

    entry = Entry.objects.get(kind="release.published")
    page = yaml.safe_load(files._files_of(release)["release.yaml"])

    assert f'"sha256":"{release.sha256}"' in entry.body
    assert load.digest_of(type(load.releases()[0]).model_validate(page)) == release.sha256


def test_nobody_reads_a_factor_that_does_not_exist():
    with pytest.raises(LookupError, match="gzr-99999-1"):
        queries.factor_by_id("gzr-99999-1")


def test_loading_the_rulebook_leaves_reviewed_releases_and_standings_alone():
    load_rulebook_factors(at=AT)
    publish(reviewed(1, predecessor=OLD))
    FactorRelease.objects.filter(origin="rulebook").update(sha256="0" * 64)

    load_rulebook_factors(at=AT)

    assert FactorValue.objects.get(pk="gzr-00001-1").release_id == "guizhou-review-1"
    assert FactorValue.objects.get(pk=OLD).state == "superseded"
    assert FactorEntry.objects.get(pk=OLD).lapsed
    assert OLD not in {one.factor.id for one in queries.search(VISITOR, OLD).rows}


def test_a_new_cut_of_words_makes_the_entries_of_reviewed_values_again():
    publish(reviewed(1))
    FactorRelease.objects.filter(pk="guizhou-review-1").update(edition_of_index="older")
    FactorEntry.objects.filter(pk="gzr-00001-1").update(topic="lost")

    load_rulebook_factors(at=AT)

    assert FactorEntry.objects.get(pk="gzr-00001-1").topic == "material"
    assert FactorRelease.objects.filter(edition_of_index="older").count() == 0


def test_a_replaced_value_leaves_the_search_and_stays_readable_and_findable():
    load_rulebook_factors(at=AT)
    before = queries.search(VISITOR).count
    publish(reviewed(1, predecessor=OLD))

    assert queries.search(VISITOR).count == before  # one came, one went
    assert [one.factor.id for one in queries.search(VISITOR, lapsed=True).rows] == [OLD]
    assert [one.factor.id for one in queries.search(VISITOR, OLD, lapsed=True).rows] == [OLD]
    assert queries.search(VISITOR, "测试用石膏板", lapsed=True).count == 0
    assert queries.get_factor(VISITOR, OLD).state is State.SUPERSEDED
    assert queries.alike(VISITOR, OLD) is None
    assert [one.successor for one in queries.standings(VISITOR, OLD)] == ["gzr-00001-1"]
    assert [one.factor.id for one in queries.editions(VISITOR, OLD)][-2:] == [OLD, "gzr-00001-1"]
    assert OLD not in {one.factor.id for one in queries.walk(VISITOR, size=5000)}
    assert queries.factor_by_id(OLD) == load.factor(OLD)


def test_a_retired_value_says_why_and_by_whom():
    publish(reviewed(1))
    person = editor()
    retire_value(factor_id="gzr-00001-1", reason=Text("来源撤回", "Source withdrawn"), by=person, at=AT)

    standing = Standing.objects.get()
    assert (standing.reason.zh, standing.by, standing.state) == ("来源撤回", person, "retired")
    assert queries.search(VISITOR, "测试用石膏板").count == 0
    with pytest.raises(WrongState):
        retire_value(factor_id="gzr-00001-1", reason=Text("再停", ""), by=person, at=AT)


def test_a_release_whose_values_all_lapsed_keeps_its_terms():
    publish(reviewed(1, licence="ask me"))
    retire_value(factor_id="gzr-00001-1", reason=Text("来源撤回", ""), by=editor(), at=AT)

    assert not files.is_open(FactorRelease.objects.get())


@pytest.mark.parametrize("role", ["", "analyst"])
def test_only_editors_publish_and_retire(role):
    publish(reviewed(1))
    person = user(department=role)
    before = Entry.objects.count()

    with pytest.raises(NotPermitted):
        publish(reviewed(2), number=2, by=person)
    with pytest.raises(NotPermitted):
        retire_value(factor_id="gzr-00001-1", reason=Text("来源撤回", ""), by=person, at=AT)
    assert Entry.objects.count() == before


def test_everything_that_stands_against_a_release_is_said_at_once():
    load_rulebook_factors(at=AT)
    publish(reviewed(1))
    wrong = Reviewed(rows=(row("plaster-1"),), review_by=DUE)

    with pytest.raises(Invalid) as refused:
        publish(reviewed(1, predecessor="nowhere"), wrong)

    assert {(one.code, one.place) for one in refused.value.findings} == {
        ("FR-ID", "gzr-00001-1"),
        ("FR-ID-FORM", "plaster-1"),
        ("FR-PREDECESSOR", "nowhere"),
        ("FR-RELEASE", "guizhou-review-1"),
    }
    assert FactorRelease.objects.filter(origin="review").count() == 1


@pytest.mark.parametrize("name", ["place", "reference_year", "boundary", "licence", "gwp_set"])
def test_a_value_that_hides_where_it_comes_from_is_not_published(name):
    with pytest.raises(Invalid) as refused:
        publish(reviewed(1, **{name: ""}))
    assert [(one.code, one.message.en) for one in refused.value.findings] == [
        ("FR-INCOMPLETE", f"Does not state: {name}.")
    ]


def test_retiring_wants_a_factor_and_a_reason():
    publish(reviewed(1))
    with pytest.raises(NotFound):
        retire_value(factor_id="nowhere", reason=Text("无", ""), by=editor(), at=AT)
    with pytest.raises(Invalid, match="须说明理由"):
        retire_value(factor_id="gzr-00001-1", reason=Text(" ", ""), by=editor(), at=AT)


def test_the_database_refuses_a_standing_without_its_why():
    with pytest.raises(IntegrityError, match="standing_says_why"), transaction.atomic():
        Standing.objects.create(factor="x", state="retired", by=editor(), at=AT)


def test_no_id_of_the_rulebook_looks_like_a_reviewed_one():
    assert [key for key in load.factor_ids() if REVIEWED_ID.match(key)] == []


def test_due_values_are_listed_by_their_day():
    publish(reviewed(1), reviewed(2))
    FactorValue.objects.filter(pk="gzr-00002-1").update(review_by=dt.date(2027, 1, 1))

    assert [one.factor.id for one in queries.due(VISITOR, DUE).rows] == ["gzr-00002-1", "gzr-00001-1"]
    assert queries.due(VISITOR, dt.date(2026, 12, 31)).count == 0
    assert [one.pk for one in queries.releases_due(VISITOR, DUE)] == ["guizhou-review-1"]


@pytest.mark.parametrize("kind", ["cement", "electrolytic_aluminium"])
def test_ten_reviewed_releases_change_no_old_study(kind):
    """Each release replaces every footprint the study pins by one a tenth higher, the reviewed ones of before as well."""
    load_rulebook_factors(at=AT)
    clerk = user()
    kept = bytes(footprints.freeze_study(activity=filled_activity(clerk, kind), by=clerk, at=AT).content)
    study = Study.model_validate_json(kept)
    before = result_bytes(make_result(study))
    pinned = [one.id for one in study.factors if one.id in load.factor_rows()]
    assert len(pinned) >= 3

    latest = {key: key for key in pinned}
    for number in range(1, 11):
        values = []
        for place, key in enumerate(pinned):
            lines = tuple(
                one.model_copy(
                    update={
                        "id": f"gzr-{place + 1:05d}-{number}",
                        "kg": one.kg and one.kg * Decimal("1.1") ** number,
                        "value": one.value and one.value * Decimal("1.1") ** number,
                    }
                )
                for one in load.factor_rows()[key][1]
            )
            values.append(Reviewed(rows=lines, review_by=DUE, predecessor=latest[key]))
            latest[key] = lines[0].id
        publish(*values, number=number)

    assert {queries.get_factor(VISITOR, key).state for key in pinned} == {State.SUPERSEDED}
    assert all(len(queries.editions(VISITOR, key)) >= 11 for key in pinned)
    again = recompute(kept, before)
    assert (again.same, again.differences) == (True, ())
    assert result_bytes(make_result(Study.model_validate_json(kept))) == before
