"""A real worker on the real queue: a reviewed release from its preview to the notices; the board follows what is frozen."""

import pytest
from tests.factories.frozen import frozen_study
from tests.factories.gaps import analyst
from tests.factories.offered import accepted, editor, release
from tests.factories.records import AT

from qiantan.core.province.foresight import recomputed
from qiantan.core.results.digits import rounded
from qiantan.core.results.make import make_result
from qiantan.core.study.document import Study
from qiantan.jobs.gaps import take_in_studies
from qiantan.jobs.working import work
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.gaps import operations, queries
from qiantan.registry.gaps.models import Impact, MovedStudy
from qiantan.registry.notices.models import Notice
from qiantan.registry.submissions import operations as submissions

pytestmark = pytest.mark.django_db(transaction=True)

GRID = "cn-elec-cf-2024-CN"
# Invented: a grid factor in two gases, so that every study is read and computed by the GWP set it pins.
REVIEWED = {
    "name_zh": "测试用电力碳足迹因子",
    "name_en": "Electricity footprint for a test",
    "kind": "electricity_footprint",
    "topic": "electricity",
    "per": "kWh",
    "function": "1 kWh",
    "co2_fossil": "0.5",
    "ch4_fossil": "0.0011",
    "n2o": "",
    "predecessor": GRID,
}


def test_a_release_is_previewed_published_and_told():
    load_rulebook_factors(at=AT)
    study = frozen_study("cement")
    person, keeper = analyst(), editor()
    draft = release(keeper, accepted(keeper, **REVIEWED))
    found, changes = queries.draft_changes(viewer_of(person), draft.public_id)
    asked = operations.ask_impact(
        changes=changes, threshold=0.01, release=str(draft.public_id), title=found.draft.title_zh, by=person, at=AT
    )
    work(until_empty=True)

    asked.refresh_from_db()
    before = FactorValue.objects.count()
    [replacement] = changes.replacements
    document = Study.model_validate_json(bytes(study.content))
    expected = make_result(recomputed(document, {GRID: replacement.after})).total
    [row] = MovedStudy.objects.filter(impact=asked.pk)
    assert (asked.state, asked.source, asked.read) == ("done", "draft", 1)
    assert rounded(row.after) == expected
    assert not Notice.objects.filter(kind="factor.changed", recipient=study.frozen_by).exists()

    submissions.publish_release(draft=draft, by=keeper, at=AT)
    work(until_empty=True)

    assert FactorValue.objects.count() == before + 1
    told = Impact.objects.get(source="published")
    [again] = MovedStudy.objects.filter(impact=told.pk)
    assert again.after == row.after
    [notice] = Notice.objects.filter(kind="factor.changed", recipient=study.frozen_by)
    assert "0.5777 kgCO2e/kWh → 0.5 kgCO2/kWh + 0.0011 kgCH4/kWh" in notice.text.zh
    assert f"{expected:.6g} kgCO2e" in notice.text.en
    study.refresh_from_db()
    assert make_result(Study.model_validate_json(bytes(study.content))).total == make_result(document).total


def test_the_board_follows_what_is_frozen():
    study = frozen_study("electrolytic_aluminium")

    take_in_studies()
    work(until_empty=True)

    viewer = viewer_of(analyst())
    assert queries.standing(viewer).count.studies == 1
    assert queries.asking(viewer, queries.board(viewer).rows[0].id).rows[0].study == study.number
    take_in_studies()
    assert queries.standing(viewer).under_way is None


def test_work_that_goes_wrong_ends_with_a_sentence(monkeypatch):
    from qiantan.registry.gaps import counting

    frozen_study("cement")
    monkeypatch.setattr(counting, "COUNT", "SELECT 1 / 0")
    take_in_studies()

    work(until_empty=True)

    standing = queries.standing(viewer_of(analyst()))
    assert (standing.last.state, standing.last.message_zh) == ("failed", "处理时出现内部错误，已记入日志。")
