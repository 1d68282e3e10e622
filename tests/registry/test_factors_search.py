"""The factor mirror: complete, searchable in four ways, loaded once."""

import pytest
from tests.factories.records import AT

from qiantan.core.rules import load
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import queries
from qiantan.registry.factors.facets import FACETS
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.factors.segments import asked_words, kept_words, sort_key
from qiantan.registry.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def _loaded():
    load_rulebook_factors(at=AT)


def names(text, topic="") -> list[str]:
    return [found.factor.name.zh for found in queries.search_factors(VISITOR, text, topic).rows]


def test_chinese_is_cut_into_pairs_and_pinyin():
    assert kept_words("水泥熟料") == (
        *("水泥", "泥熟", "熟料", "料"),
        *("shuinishuliao", "nishuliao", "shuliao", "liao"),
        *("snsl", "nsl", "sl"),
    )
    assert asked_words("水泥　ＳＮ") == ("水泥", "sn:*")
    assert asked_words("煤") == ("煤:*",)
    assert asked_words("2024年电力") == ("2024", "电力")
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


@pytest.mark.usefixtures("_loaded")
def test_facets_narrow_together_and_count_what_they_would_lead_to():
    chosen = {"kind": "electricity_emission", "geography": "CN-520000"}
    found = queries.search(VISITOR, "电力", chosen)

    assert found.count == 3
    assert {row.factor.reference_year for row in found.rows} == {"2021", "2022", "2023"}
    for facet, counts in found.facets.items():
        for value, count in counts.items():
            assert queries.search(VISITOR, "电力", {**chosen, facet: value}).count == count, (facet, value)


@pytest.mark.usefixtures("_loaded")
def test_the_whole_library_is_counted_from_its_releases():
    found = queries.search(VISITOR)

    assert (found.count, found.more) == (len(load.factor_ids()), False)
    assert all(sum(counts.values()) == found.count for counts in found.facets.values())
    assert set(found.facets) == set(FACETS)


@pytest.mark.usefixtures("_loaded")
def test_an_unknown_facet_value_finds_nothing_and_breaks_nothing():
    assert queries.search(VISITOR, "煤", {"geography": "' | 'x"}).rows == ()
    assert queries.search(VISITOR, "", {"year": "\\"}).rows == ()


@pytest.mark.usefixtures("_loaded")
def test_every_row_has_every_facet_and_every_licence_is_classed():
    for column in FACETS:
        stated = set(FactorEntry.objects.values_list(column, flat=True))
        assert "" not in stated, column
    assert "closed" not in set(FactorEntry.objects.values_list("licence", flat=True))
    assert "unstated" not in set(FactorEntry.objects.values_list("source_kind", flat=True))


@pytest.mark.usefixtures("_loaded")
def test_editions_of_a_figure_stand_in_one_line():
    line = queries.editions(VISITOR, "cn-grid-co2-2022-520000")

    assert [found.factor.id for found in line] == [f"cn-grid-co2-{year}-520000" for year in (2021, 2022, 2023)]


@pytest.mark.usefixtures("_loaded")
def test_a_figure_stands_among_its_like_in_one_unit():
    """kg and t compare: ammonia per kg (8.67 say) stands in kg per tonne among the materials."""
    one = queries.alike(VISITOR, "cpcd-34280D0042022C-1")
    per_kg = float(load.factor("cpcd-34280D0042022C-1").emissions[0].kg)
    materials = sorted(
        float(load.factor(key).emissions[0].kg) * (1000 if load.factor(key).per == "kg" else 1)
        for key in load.factor_ids("material")
    )

    assert one.unit == "t"
    assert one.figure == pytest.approx(1000 * per_kg)
    assert one.count == len(materials) == 5
    assert [peer.figure for peer in one.some] == pytest.approx(materials)
    assert one.quantiles == pytest.approx((materials[0], materials[1], materials[2], materials[3], materials[4]))
    assert one.below == sum(figure < 1000 * per_kg * (1 - 1e-12) for figure in materials)


@pytest.mark.usefixtures("_loaded")
def test_the_open_values_are_all_but_those_whose_owner_must_be_asked():
    ids = [found.factor.id for found in queries.open_values(VISITOR)]

    assert set(ids) == {key for key in load.factor_ids() if not key.startswith("cpcd-")}
    assert list(queries.open_values(VISITOR, "cpcd-single-facts-2025")) == []


@pytest.mark.usefixtures("_loaded")
def test_everything_is_walked_in_the_order_of_ids():
    ids, after = [], ""
    while page := queries.walk(VISITOR, after=after, size=100):
        ids += [found.factor.id for found in page]
        after = ids[-1]
    assert ids == sorted(load.factor_ids())


@pytest.mark.usefixtures("_loaded")
def test_entries_of_another_cut_of_words_are_made_again():
    FactorRelease.objects.filter(pk="mee-ets-fuels").update(edition_of_index="older")

    assert load_rulebook_factors(at=AT) == ("mee-ets-fuels",)


def test_cas_numbers_keep_their_check_digit():
    """Last digit = sum of the digits before it, each times its place from the right, modulo 10."""
    for substance in load.search_words().substances:
        *digits, check = (int(sign) for sign in substance.cas if sign.isdigit())
        assert sum(place * digit for place, digit in enumerate(reversed(digits), start=1)) % 10 == check, substance.cas


def test_every_synonym_leads_somewhere_or_says_why_not():
    words = load.search_words()
    assert all(one.reason for one in words.synonyms)
    said = [text for one in words.synonyms for text in one.says]
    assert len(said) == len(set(said))
