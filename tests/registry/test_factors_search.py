"""The factor mirror: complete, searchable in four ways, loaded once."""

import pytest
from tests.factories.records import AT

from qiantan.core.rules import load
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import queries
from qiantan.registry.factors.models import FactorRelease, FactorValue
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.factors.segments import asked_words, kept_words, sort_key
from qiantan.registry.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded():
    load_rulebook_factors(at=AT)


def names(text, topic="") -> list[str]:
    return [found.factor.name.zh for found in queries.search_factors(VISITOR, text, topic).rows]


def test_chinese_is_cut_into_characters_pairs_and_pinyin():
    assert kept_words("水泥熟料") == (
        *("水", "泥", "熟", "料", "水泥", "泥熟", "熟料"),
        *("shuinishuliao", "nishuliao", "shuliao", "liao"),
        *("snsl", "nsl", "sl"),
    )
    assert asked_words("水泥　ＳＮ") == ("水泥", "sn:*")
    assert asked_words("' & | ! ( ) : *") == ()


def test_chinese_is_sorted_by_pinyin():
    assert sorted(["煤", "电力", "铝", "水泥", "A"], key=sort_key) == ["A", "电力", "铝", "煤", "水泥"]


@pytest.mark.usefixtures("_loaded")
def test_every_factor_of_the_rulebook_is_there_as_a_study_pins_it():
    assert set(FactorValue.objects.values_list("pk", flat=True)) == set(load.factor_ids())
    some = load.factor_ids()[:: max(1, len(load.factor_ids()) // 25)]
    for key in some:
        assert queries.get_factor(VISITOR, key).factor == load.factor(key)


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("text", ["水泥熟料", "snsl", "shuinishuliao", "SNSL", "ｓｎｓｌ"])
def test_clinker_is_found_by_words_pinyin_and_initials(text):
    assert any("水泥熟料" in name for name in names(text))


@pytest.mark.usefixtures("_loaded")
def test_all_words_must_be_there():
    both, one, other = (queries.search_factors(VISITOR, text).count for text in ("水泥 过程", "水泥", "过程"))
    assert 0 < both <= min(one, other)
    assert queries.search_factors(VISITOR, "水泥 电解槽专用词").count == 0


@pytest.mark.usefixtures("_loaded")
def test_an_id_comes_first():
    key = load.factor_ids()[0]
    assert queries.search_factors(VISITOR, key).rows[0].factor.id == key


@pytest.mark.usefixtures("_loaded")
def test_signs_of_the_search_language_are_no_orders():
    for text in ("水泥 & |", "a:*b", "'; DROP TABLE", "(((", "!水泥", "\\", "\x00"):
        queries.search_factors(VISITOR, text)


@pytest.mark.usefixtures("_loaded")
def test_topics_count_their_factors():
    topics = queries.topics(VISITOR)
    assert sum(topics.values()) == len(load.factor_ids())
    topic = max(topics, key=topics.get)
    assert queries.search_factors(VISITOR, "", topic).count == topics[topic]


@pytest.mark.usefixtures("_loaded")
def test_an_unknown_factor_is_not_found():
    with pytest.raises(NotFound):
        queries.get_factor(VISITOR, "no-such-factor")


@pytest.mark.usefixtures("_loaded")
def test_a_changed_release_is_replaced_and_recorded():
    release = FactorRelease.objects.order_by("pk").first()
    FactorRelease.objects.filter(pk=release.pk).update(sha256="0" * 64)
    count = FactorValue.objects.count()
    assert load_rulebook_factors(at=AT) == (release.pk,)
    assert FactorValue.objects.count() == count
    assert Entry.objects.filter(kind="factors.loaded", subject=release.pk).count() == 2
