"""A bill in, suggestions out, and links only by a person's act."""

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError, OperationalError
from tests.factories.answers import given
from tests.factories.records import AT, filled_activity, member, user

from qiantan.core.matching.reading import read_text
from qiantan.core.study.supply import FromFactor
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints.composing import compose_activity
from qiantan.registry.ledger.models import Entry
from qiantan.registry.matching import operations, queries
from qiantan.registry.matching.models import Decision, Line
from qiantan.registry.matching.placing import Placing
from qiantan.registry.products import operations as products

pytestmark = pytest.mark.django_db

AMMONIA, GRID, LIMESTONE = "cpcd-34280D0042022C-1", "cn-elec-cf-2024-CN", "cpcd-15200X0502025C-1"
TEXT = "名称\t数量\t单位\t供应商\t产地\n液氨\t120\tt\t示例化工\t贵州\n外购石灰石\t1.5\t万t\n外购电\t200\t万度\n钢球\t500\t公斤\n氨水\t30\tt"


@pytest.fixture
def clerk():
    load_rulebook_factors(at=AT)
    return user()


@pytest.fixture
def data(clerk):
    return filled_activity(clerk)


@pytest.fixture
def bill(data, clerk):
    return operations.hand_in_bill(
        activity=data, name="2025 年辅料", reading=read_text(TEXT), source="ledger", by=clerk, at=AT
    )


def line_of(bill, name):
    return bill.lines.get(name=name)


def accepted(line, factor_id, clerk, section="auxiliaries", row=None, proxy=False, reason="", **choices):
    placing = Placing(section=section, row=row, choices=choices)
    return operations.accept_suggestion(
        line=line,
        factor_id=factor_id,
        placing=placing,
        version=line.version,
        proxy=proxy,
        reason=reason,
        by=clerk,
        at=AT,
    )


def test_a_bill_is_kept_as_typed_and_links_nothing(bill, data):
    lines = list(bill.lines.order_by("number"))
    assert [(one.name, one.amount, one.unit, one.state) for one in lines] == [
        ("液氨", "120", "t", "open"),
        ("外购石灰石", "1.5", "万t", "open"),
        ("外购电", "200", "万kWh", "open"),
        ("钢球", "500", "kg", "open"),
        ("氨水", "30", "t", "open"),
    ]
    assert [one.best for one in lines] == [AMMONIA, LIMESTONE, GRID, "cpcd-41265X0342022C-1", ""]
    assert [one.exact for one in lines] == [True, True, True, False, False]
    assert lines[0].raw == "液氨\t120\tt\t示例化工\t贵州"
    assert bill.text == TEXT
    before = data.data
    data.refresh_from_db()
    assert data.data == before
    assert not Decision.objects.exists()


def test_a_suggestion_accepted_becomes_a_row_that_the_study_counts(bill, data, clerk):
    line = accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln", transport_mode="none")
    assert (line.state, line.section, line.row, line.carbon) == ("accepted", "auxiliaries", 1, 120 * 2410.0)
    data.refresh_from_db()
    [row] = data.answers.rows["auxiliaries"]
    assert (row["name"].value, row["amount"].value, row["amount"].unit, row["amount"].source) == (
        "液氨",
        "120",
        "t",
        "ledger",
    )
    assert "示例化工" in row["amount"].note
    assert "2025 年辅料" in row["amount"].note
    study = compose_activity(data).study
    [exchange] = [one for process in study.processes for one in process.exchanges if one.name.zh == "液氨"]
    assert exchange.supply == FromFactor(factor=AMMONIA)
    [decision] = Decision.objects.all()
    assert (decision.before, decision.after, decision.factor, decision.by) == ("open", "accepted", AMMONIA, clerk)
    entry = Entry.objects.get(kind="line.matched")
    assert "液氨" not in entry.body
    assert AMMONIA not in entry.body


def test_a_line_may_go_to_a_row_that_is_there_and_changes_only_its_factor(bill, data, clerk):
    row = {**data.answers.rows["additions"][0]}
    line = accepted(line_of(bill, "外购石灰石"), LIMESTONE, clerk, section="additions", row=1, kind="limestone")
    data.refresh_from_db()
    [kept] = data.answers.rows["additions"]
    assert line.row == 1
    assert kept["library_factor"].value == LIMESTONE
    assert {key: entry for key, entry in kept.items() if key != "library_factor"} == row


def test_a_proxy_needs_its_reason_and_is_told_as_a_data_gap(bill, data, clerk):
    line = line_of(bill, "钢球")
    with pytest.raises(Invalid) as refused:
        accepted(line, line.best, clerk, kind="grinding_media")
    assert [one.code for one in refused.value.findings] == ["MAT-PROXY"]
    with pytest.raises(Invalid) as refused:
        accepted(line, line.best, clerk, kind="grinding_media", proxy=True, reason="  ")
    assert [one.code for one in refused.value.findings] == ["MAT-REASON"]
    line = accepted(
        line, line.best, clerk, kind="grinding_media", transport_mode="none", proxy=True, reason="没有研磨体的因子"
    )
    assert line.state == "proxy"
    data.refresh_from_db()
    assert data.answers.rows["auxiliaries"][0]["library_factor_reason"].value == "没有研磨体的因子"
    told = [one for one in compose_activity(data).study.choices if one.topic == "data_gap" and "钢球" in one.text]
    assert [one.reason for one in told] == ["没有研磨体的因子"]


def test_another_name_needs_the_reason_why_it_is_the_same(bill, clerk):
    line = line_of(bill, "氨水")
    with pytest.raises(Invalid) as refused:
        accepted(line, LIMESTONE, clerk, kind="ammonia")
    assert [one.code for one in refused.value.findings] == ["MAT-REASON"]


@pytest.mark.parametrize(
    ("name", "factor_id", "code"),
    [
        ("外购电", "cn-grid-co2-2023-520000", "MAT-REFUSED"),
        ("液氨", "ndrc24-diesel-ef", "MAT-REFUSED"),
        ("液氨", "cpcd-65119X0282024C", "MAT-REFUSED"),
    ],
)
def test_another_family_or_unit_kind_is_refused(bill, clerk, name, factor_id, code):
    with pytest.raises(Invalid) as refused:
        accepted(line_of(bill, name), factor_id, clerk, reason="同一种物料")
    assert refused.value.findings[0].code == code
    assert line_of(bill, name).state == "open"


def test_a_place_that_does_not_take_the_line_is_refused(bill, clerk):
    with pytest.raises(Invalid) as refused:
        accepted(line_of(bill, "外购电"), GRID, clerk, section="auxiliaries")
    assert [one.code for one in refused.value.findings] == ["MAT-PLACE"]
    with pytest.raises(Invalid) as refused:
        accepted(line_of(bill, "液氨"), AMMONIA, clerk, row=7, kind="nonsense")
    assert [one.code for one in refused.value.findings] == ["MAT-ROW", "MAT-CHOICE"]


def test_an_unknown_factor_is_not_found(bill, clerk):
    with pytest.raises(NotFound):
        accepted(line_of(bill, "液氨"), "no-such-factor", clerk)


def test_rejecting_needs_a_reason_and_can_be_taken_back(bill, clerk):
    line = line_of(bill, "液氨")
    with pytest.raises(Invalid):
        operations.reject_suggestions(line=line, reason=" ", version=1, by=clerk, at=AT)
    line = operations.reject_suggestions(line=line, reason="供应商将提供碳足迹", version=1, by=clerk, at=AT)
    assert line.state == "rejected"
    assert operations.withdraw_decision(line=line, version=2, by=clerk, at=AT) is False
    line.refresh_from_db()
    assert (line.state, line.version) == ("open", 3)
    history = [(one.before, one.after, one.reason) for one in queries.decisions(viewer_of(clerk), line)]
    assert history == [("rejected", "open", ""), ("open", "rejected", "供应商将提供碳足迹")]


def test_withdrawing_takes_the_factor_out_of_the_row_and_leaves_the_row(bill, data, clerk):
    line = accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln")
    assert operations.withdraw_decision(line=line, version=line.version, by=clerk, at=AT) is True
    data.refresh_from_db()
    [row] = data.answers.rows["auxiliaries"]
    assert "library_factor" not in row
    assert row["amount"].value == "120"
    line.refresh_from_db()
    assert (line.state, line.factor, line.section, line.row, line.carbon) == ("open", "", "", None, None)


def test_withdrawing_does_not_touch_what_somebody_chose_since(bill, data, clerk):
    line = accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln")
    data.refresh_from_db()
    [row] = data.answers.rows["auxiliaries"]
    other = {**row, "library_factor": type(row["name"])(state=row["name"].state, value=LIMESTONE)}
    products.save_entries(
        activity=data, entries={}, rows={"auxiliaries": (other,)}, version=data.version, by=clerk, at=AT
    )
    assert operations.withdraw_decision(line=line, version=line.version, by=clerk, at=AT) is False
    data.refresh_from_db()
    assert data.answers.rows["auxiliaries"][0]["library_factor"].value == LIMESTONE


def test_exact_matches_are_accepted_together_where_their_place_is_sure(data, clerk):
    # Last year's rows are taken over without their amounts: the bill fills them in instead of adding a second one.
    products.save_entries(
        activity=data,
        entries={},
        rows={
            "electricity_sources": ({"source": given("grid")},),
            "raw_materials": (
                {"name": given("外购石灰石"), "kind": given("limestone"), "distance": given("35", "km")},
            ),
        },
        version=data.version,
        by=clerk,
        at=AT,
    )
    data.refresh_from_db()
    reading = read_text(f"{TEXT}\n外购石灰石\t2\t万t")
    bill = operations.hand_in_bill(activity=data, name="x", reading=reading, source="invoice", by=clerk, at=AT)
    ready = queries.exact_placings(viewer_of(clerk), bill, data)
    assert [(one.line.name, one.place.section.id, one.row) for one in ready] == [
        ("外购石灰石", "raw_materials", 1),
        ("外购电", "electricity_sources", 1),
        ("外购石灰石", "raw_materials", None),
    ]
    count = operations.accept_exact(bill=bill, lines=[str(one.line.public_id) for one in ready], by=clerk, at=AT)
    assert count == 3
    data.refresh_from_db()
    [power] = data.answers.rows["electricity_sources"]
    assert (power["source"].value, power["amount"].value, power["library_factor"].value) == ("grid", "200", GRID)
    first, second = data.answers.rows["raw_materials"]
    assert (first["amount"].value, first["distance"].value, first["amount"].source) == ("1.5", "35", "invoice")
    assert (second["amount"].value, second["kind"].value, second["library_factor"].value) == (
        "2",
        "limestone",
        LIMESTONE,
    )
    assert [one.together for one in Decision.objects.all()] == [True, True, True]
    assert Entry.objects.filter(kind="lines.matched").count() == 1
    states = queries.bill_page(viewer_of(clerk), bill).states
    assert states == {"open": 3, "accepted": 3, "proxy": 0, "rejected": 0}


def test_what_would_count_twice_is_left_to_a_person(bill, data, clerk):
    # The example has a row of grid electricity with an amount of its own.
    ready = queries.exact_placings(viewer_of(clerk), bill, data)
    assert [one.line.name for one in ready] == ["外购石灰石"]


def test_a_line_that_is_not_exact_cannot_slip_in_with_the_others(bill, clerk):
    chosen = [str(line_of(bill, name).public_id) for name in ("外购石灰石", "钢球")]
    with pytest.raises(WrongState):
        operations.accept_exact(bill=bill, lines=chosen, by=clerk, at=AT)
    assert not Decision.objects.exists()


def test_two_people_do_not_decide_the_same_line(bill, data, clerk):
    colleague = member(data.product.organisation, "editor")
    line = line_of(bill, "液氨")
    operations.reject_suggestions(line=line, reason="等供应商", version=1, by=colleague, at=AT)
    with pytest.raises(Conflict):
        accepted(line, AMMONIA, clerk, kind="other_kiln")


def test_a_matched_line_is_withdrawn_before_it_is_matched_anew(bill, clerk):
    line = accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln")
    with pytest.raises(WrongState):
        accepted(line, AMMONIA, clerk, kind="other_kiln")


def test_frozen_activity_data_take_nothing(bill, data, clerk):
    products.mark_frozen(activity=data, by=clerk, at=AT)
    with pytest.raises(WrongState):
        accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln")
    with pytest.raises(WrongState):
        operations.hand_in_bill(activity=data, name="x", reading=read_text(TEXT), source="ledger", by=clerk, at=AT)


def acts(bill, data, person):
    """Everything a person could try on a bill."""
    line = line_of(bill, "液氨")
    told = {"by": person, "at": AT}
    reading = read_text(TEXT)
    yield lambda: operations.hand_in_bill(activity=data, name="x", reading=reading, source="ledger", **told)
    yield lambda: operations.look_up_again(bill=bill, **told)
    yield lambda: accepted(line, AMMONIA, person)
    yield lambda: operations.accept_exact(bill=bill, lines=[], **told)
    yield lambda: operations.reject_suggestions(line=line, reason="x", version=1, **told)
    yield lambda: operations.withdraw_decision(line=line, version=1, **told)


def test_readers_and_strangers_change_nothing(bill, data):
    line = line_of(bill, "液氨")
    for person in (member(data.product.organisation, "reader"), user()):
        for act in acts(bill, data, person):
            with pytest.raises(NotPermitted):
                act()
    with pytest.raises(NotFound):
        queries.get_bill(viewer_of(user()), bill.public_id)
    with pytest.raises(NotFound):
        queries.get_line(VISITOR, line.public_id)


def test_a_bill_with_faults_is_refused_whole(data, clerk):
    reading = read_text("名称\t数量\t单位\n液氨\t十二\tt\n石灰石\t5\t箱")
    with pytest.raises(Invalid) as refused:
        operations.hand_in_bill(activity=data, name="x", reading=reading, source="", by=clerk, at=AT)
    assert [one.code for one in refused.value.findings] == ["BOM-NUMBER", "BOM-UNIT-UNKNOWN", "BOM-SOURCE"]
    assert not Line.objects.exists()


def test_what_a_template_has_no_place_for_is_said(data, clerk):
    reading = read_text("重卡运输\t12000\tt·km")
    bill = operations.hand_in_bill(activity=data, name="x", reading=reading, source="ledger", by=clerk, at=AT)
    [line] = bill.lines.all()
    assert line.best == "cpcd-65119X0282024C"
    _, found = queries.explained(viewer_of(clerk), line, line.best)
    assert queries.line_places(line, found) == ()


def test_looking_up_again_keeps_links(bill, clerk):
    accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln")
    Line.objects.filter(bill=bill).update(best="", exact=False)
    operations.look_up_again(bill=bill, by=clerk, at=AT)
    assert [line.best for line in bill.lines.order_by("number")][:3] == ["", LIMESTONE, GRID]
    assert line_of(bill, "液氨").state == "accepted"


def test_the_database_keeps_decisions_and_links_whole(bill, clerk):
    accepted(line_of(bill, "液氨"), AMMONIA, clerk, kind="other_kiln")
    for change in (
        lambda: Decision.objects.update(reason="x"),
        lambda: Decision.objects.all().delete(),
        lambda: Line.objects.filter(name="钢球").update(amount="1"),
    ):
        with pytest.raises((InternalError, OperationalError)), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(name="钢球").update(state="accepted")


def bill_of(count, data, clerk):
    kinds = ("液氨", "外购石灰石", "外购电", "钢球", "氨水", "原煤", "未知物料")
    units = ("t", "t", "kWh", "kg", "t", "t", "t")
    rows = [f"{kinds[n % 7]}{n}\t{n + 1}\t{units[n % 7]}" for n in range(count)]
    return operations.hand_in_bill(
        activity=data, name="长清单", reading=read_text("\n".join(rows)), source="ledger", by=clerk, at=AT
    )


def test_a_long_bill_costs_no_more_queries_than_a_short_one(data, clerk, django_assert_num_queries):
    viewer = viewer_of(clerk)
    for count in (10, 200):
        bill = queries.get_bill(viewer, bill_of(count, data, clerk).public_id)
        with django_assert_num_queries(4):
            page = queries.bill_page(viewer, bill)
        assert (page.count, len(page.rows)) == (count, min(count, 50))
        with django_assert_num_queries(2):
            queries.exact_placings(viewer, bill, bill.activity)
        with django_assert_num_queries(3):
            queries.exported(viewer, bill)
