"""Matching on the pages: paste, look, accept, reject, take away; nothing lost, nothing linked by itself."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.answers import given, parameter
from tests.factories.records import AT, filled_activity, member, user

from qiantan.core.matching.reading import read_file, read_text
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.matching import operations
from qiantan.registry.matching.models import Bill, Line
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.operations import mark_frozen, save_entries

pytestmark = pytest.mark.django_db

AMMONIA = "cpcd-34280D0042022C-1"
TEXT = "名称\t数量\t单位\t供应商\n液氨\t120\tt\t示例化工\n外购石灰石\t1.5\t万t\n氨水（20%）\t30\tt\n钢球\t500\t公斤\n重卡运输\t9\tt·km\n<b>粗体</b>\t1\tt"


@pytest.fixture
def clerk(client):
    load_rulebook_factors(at=AT)
    person = user()
    client.force_login(person)
    return person


@pytest.fixture
def data(clerk):
    return filled_activity(clerk)


@pytest.fixture
def bill(data, clerk):
    return operations.hand_in_bill(
        activity=data, name="辅料", reading=read_text(TEXT), source="ledger", by=clerk, at=AT
    )


def address(data):
    return f"/matching/data/{data.public_id}/"


def of_line(bill, name, act=""):
    return f"/matching/lines/{bill.lines.get(name=name).public_id}/{act}"


def shown(answer):
    return " ".join(answer.content.decode().split())


def test_a_pasted_bill_becomes_a_page_of_lines(client, data):
    answer = client.post(address(data), {"text": TEXT, "name": "2025 年辅料", "source": "ledger"}, follow=True)
    text = shown(answer)
    assert "读入 6 行" in text
    assert "共 6 行" in text
    for said in ("液氨", "示例化工", "完全相符", "库中没有可用因子", "氨水须按含氨量折算成氨后再匹配", "代用"):
        assert said in text
    assert "&lt;b&gt;粗体" in text
    assert ActivityRecord.objects.get(pk=data.pk).data == data.data


def test_an_uploaded_file_is_read(client, data):
    file = SimpleUploadedFile("清单.csv", TEXT.replace("\t", ",").encode("gb18030"), content_type="text/csv")
    client.post(address(data), {"file": file, "source": "invoice"})
    [bill] = Bill.objects.all()
    assert (bill.name, bill.source, bill.lines.count()) == ("清单.csv", "invoice", 6)


def test_a_bill_with_faults_comes_back_whole_with_all_of_them(client, data):
    typed = "名称\t数量\t单位\n液氨\t十二\tt\n纸箱\t10\t箱"
    answer = client.post(address(data), {"text": typed, "source": "ledger"})
    text = shown(answer)
    assert answer.status_code == 422
    assert "第 2 行 · 数量" in text
    assert "第 3 行 · 单位" in text
    assert "液氨\t十二\tt" in answer.content.decode()
    assert not Bill.objects.exists()


def test_a_file_with_faults_comes_back_as_text_to_correct(client, data):
    file = SimpleUploadedFile("a.csv", "名称,数量,单位\n液氨,十二,t\n".encode())
    answer = client.post(address(data), {"file": file, "source": "ledger"})
    assert "液氨\t十二\tt" in answer.content.decode()


def test_nothing_handed_in_is_told(client, data):
    answer = client.post(address(data), {"source": "ledger"})
    assert answer.status_code == 422
    assert "请粘贴清单，或选择一个文件。" in shown(answer)


def test_a_line_shows_suggestions_reasons_and_the_ladder(client, bill):
    text = shown(client.get(of_line(bill, "液氨")))
    for said in (
        "氨",
        "2.41 kgCO₂e/kg",
        "289 tCO₂e",
        "全国平均，未分地区",
        "CPCD",
        "供应商（经核查）",
        'aria-current="step"',
    ):
        assert said in text
    refused = shown(client.get(of_line(bill, "重卡运输")))
    assert "重型柴油货车运输" in refused


def test_what_cannot_be_taken_is_greyed_with_its_reason(client, data, clerk):
    reading = read_text("0#柴油\t960\tL\n贵州电力平均\t5\t万kWh")
    bill = operations.hand_in_bill(activity=data, name="x", reading=reading, source="ledger", by=clerk, at=AT)
    assert "清单数量是 L" in shown(client.get(of_line(bill, "0#柴油")))
    text = shown(client.get(of_line(bill, "贵州电力平均")))
    assert "电力二氧化碳排放因子只用于组织核算，不能用于产品碳足迹" in text
    assert "factor=cn-grid-co2" not in text


def test_accepting_asks_where_and_writes_there(client, data, bill):
    here = of_line(bill, "液氨", "accept/")
    text = shown(client.get(f"{here}?factor={AMMONIA}&section=auxiliaries"))
    assert "辅料与包装" in text
    assert "以后再填" in text
    form = {
        "factor": AMMONIA,
        "section": "auxiliaries",
        "row": "0",
        "choice.kind": "other_kiln",
        "choice.transport_mode": "none",
        "as": "same",
        "version": "1",
    }
    answer = client.post(here, form, follow=True)
    assert "已采用“液氨”的因子" in shown(answer)
    [row] = ActivityRecord.objects.get(pk=data.pk).data["rows"]["auxiliaries"]
    assert row["library_factor"] == {"state": "provided", "value": AMMONIA}
    line = shown(client.get(of_line(bill, "液氨")))
    assert "已采用的因子" in line
    assert "撤回决定" in line
    answer = client.post(of_line(bill, "液氨", "withdraw/"), {"version": "2"}, follow=True)
    assert "重新等待匹配" in shown(answer)
    assert "library_factor" not in ActivityRecord.objects.get(pk=data.pk).data["rows"]["auxiliaries"][0]


def test_a_proxy_without_reason_comes_back_with_what_was_typed(client, bill):
    factor = bill.lines.get(name="钢球").best
    form = {"factor": factor, "section": "auxiliaries", "row": "0", "choice.kind": "grinding_media", "as": "proxy"}
    answer = client.post(of_line(bill, "钢球", "accept/"), form)
    text = shown(answer)
    assert answer.status_code == 422
    assert "代用须写明理由" in text
    assert '<option value="grinding_media" selected>' in text


def test_a_line_the_template_has_no_place_for_says_so(client, bill):
    text = shown(client.get(f"{of_line(bill, '重卡运输', 'accept/')}?factor=cpcd-65119X0282024C"))
    assert "本产品的模板没有接收这一行的位置" in text


def test_one_may_search_oneself(client, bill):
    text = shown(client.get(f"{of_line(bill, '氨水（20%）')}?q=shs"))
    assert "石灰石" in text
    assert "名称不同：确认是同一种物料" in text


def test_rejecting_needs_its_reason(client, bill):
    here = of_line(bill, "液氨", "reject/")
    assert "不采用建议须写明理由" in shown(client.post(here, {"version": "1", "reason": " "}, follow=True))
    answer = client.post(here, {"version": "1", "reason": "等供应商"}, follow=True)
    assert "不采用建议" in shown(answer)
    assert "等供应商" in shown(client.get(of_line(bill, "液氨")))


def test_exact_matches_are_listed_before_they_are_accepted(client, data, bill):
    here = f"/matching/{bill.public_id}/exact/"
    text = shown(client.get(here))
    assert "外购石灰石" in text
    assert "生料原料" in text
    assert "钢球" not in text
    line = bill.lines.get(name="外购石灰石")
    answer = client.post(here, {"line": [str(line.public_id)]}, follow=True)
    assert "已采用 1 行" in shown(answer)
    assert ActivityRecord.objects.get(pk=data.pk).data["rows"]["raw_materials"][-1]["kind"]["value"] == "limestone"
    assert "没有选择任何行" in shown(client.post(here, {}, follow=True))


def test_a_stale_page_conflicts(client, bill):
    client.post(of_line(bill, "液氨", "reject/"), {"version": "1", "reason": "等供应商"})
    answer = client.post(of_line(bill, "液氨", "withdraw/"), {"version": "1"})
    assert answer.status_code == 409


def test_the_matched_bill_is_taken_away_as_csv_and_workbook(client, bill):
    client.post(of_line(bill, "液氨", "reject/"), {"version": "1", "reason": "=1+1"})
    content = client.get(f"/matching/{bill.public_id}/csv/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert [row[1] for row in rows[1:]] == ["液氨", "外购石灰石", "氨水（20%）", "钢球", "重卡运输", "<b>粗体</b>"]
    assert "'=1+1" in rows[1]
    answer = client.get(f"/matching/{bill.public_id}/xlsx/")
    assert answer.content.startswith(b"PK")
    assert [line.name for line in read_file("a.xlsx", answer.content).lines][:2] == ["液氨", "外购石灰石"]


def test_frozen_data_show_their_bills_and_take_no_more(client, data, bill, clerk):
    mark_frozen(activity=data, by=clerk, at=AT)
    assert "已冻结" in shown(client.get(address(data)))
    assert "读取并查找因子" not in shown(client.get(address(data)))
    assert client.post(address(data), {"text": TEXT, "source": "ledger"}).status_code == 409
    assert client.get(f"{of_line(bill, '液氨', 'accept/')}?factor={AMMONIA}").status_code == 302


def test_a_reader_sees_and_cannot_act(client, data, bill):
    client.force_login(member(data.product.organisation, "reader"))
    text = shown(client.get(of_line(bill, "液氨")))
    assert "不采用建议</button>" not in text
    assert client.post(of_line(bill, "液氨", "reject/"), {"reason": "x"}).status_code == 403
    assert Line.objects.get(name="液氨").state == "open"


def test_the_pages_speak_english(client, bill):
    client.cookies["qt_language"] = "en"
    text = shown(client.get(f"/matching/{bill.public_id}/"))
    for said in ("Unmatched", "Exact match", "Nothing in the library", "Share of carbon"):
        assert said in text


def test_a_page_of_a_thousand_lines_costs_what_a_short_one_costs(client, data, clerk, django_assert_max_num_queries):
    text = "\n".join(f"液氨{n}\t{n + 1}\tt" for n in range(1000))
    bill = operations.hand_in_bill(activity=data, name="长", reading=read_text(text), source="ledger", by=clerk, at=AT)
    with django_assert_max_num_queries(14):
        answer = client.get(f"/matching/{bill.public_id}/?page=20")
    assert answer.status_code == 200


def test_a_factor_id_typed_by_hand_is_linked_and_judged(client, data):
    here = f"/products/data/{data.public_id}/s/additions/"
    for typed, said in ((AMMONIA, f'href="/factors/{AMMONIA}/"'), ("a/b", "因子库没有这个编号"), ("", "到因子库查找")):
        client.post(here, {"additions.0.name.value": "x", "additions.0.library_factor.value": typed})
        assert said in client.get(here).content.decode()


def test_what_a_supplier_stated_before_stands_higher_on_the_ladder(client, data, clerk):
    row = {
        "name": given("液氨"),
        "own_factor": parameter("2100", "kgCO2e/t"),
        "own_factor_source": given("甲厂声明 2025-3"),
    }
    save_entries(activity=data, entries={}, rows={"auxiliaries": (row,)}, version=data.version, by=clerk, at=AT)
    bill = operations.hand_in_bill(
        activity=data, name="x", reading=read_text("液氨\t1\tt"), source="ledger", by=clerk, at=AT
    )
    text = shown(client.get(of_line(bill, "液氨")))
    for said in ("本企业已有的数值", "2100 kgCO2e/t", "甲厂声明 2025-3", "供应商 · 液氨"):
        assert said in text
