"""Levers, weak data, files and inquiries as an analyst reads them, without scripts; nobody else does."""

import csv
import io

import pytest
from django.urls import reverse
from tests.factories.records import AT, filled_activity, member, user

from qiantan.jobs.working import work
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.network import operations
from qiantan.registry.network.models import Inquiry, SpreadLine

pytestmark = pytest.mark.django_db(transaction=True)

GRID = "cn-elec-cf-2024-CN"
COAL = "assumed:oil-product-upstream"


@pytest.fixture
def analyst(client):
    person = user()
    client.force_login(person)
    return grant_department_role(email=person.email, role="analyst", by=None, at=AT)


@pytest.fixture
def frozen():
    load_rulebook_factors(at=AT)
    studies = []
    for kind in ("cement", "electrolytic_aluminium"):
        clerk = user()
        studies.append(footprints.freeze_study(activity=filled_activity(clerk, kind), by=clerk, at=AT))
    operations.queue_rebuild(by=None, at=AT)
    work(until_empty=True)
    return studies


def page(client, name, *args, **asked) -> str:
    response = client.get(reverse(f"network:{name}", args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


def rows(response) -> list[list[str]]:
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_further_factor_is_changed_as_well_and_taken_away_again(client, analyst, frozen):
    said = page(client, "front", factor=COAL, of=COAL, value="600", also=f"{GRID}=0.5")

    assert f'name="also" value="{GRID}=0.5"' in said
    assert "连同另外 1 个因子" in said
    # The further factor is no longer offered as the first one.
    assert f'<option value="{GRID}"' not in said
    alone = page(client, "front", factor=COAL, of=COAL, value="600")
    assert "连同另外" not in alone


def test_every_product_that_moves_is_in_the_file_with_what_rests_on_it(client, analyst, frozen):
    found = rows(client.get(reverse("network:movements"), {"factor": GRID, "of": GRID, "value": "0.5"}))

    assert len(found) == 3
    assert found[0][3] == "研究编号"
    assert {row[3] for row in found[1:]} == {study.number for study in frozen}
    assert {row[5] for row in found[1:]} == {"结果"}
    assert all(float(row[7]) < float(row[6]) for row in found[1:])


@pytest.mark.parametrize("name", ["levers", "weakest"])
@pytest.mark.parametrize("by", ["product", "output", "<script>"])
def test_contributions_are_shown_by_product_or_by_output_and_as_a_file(client, analyst, frozen, name, by):
    said = page(client, name, by=by)

    assert "每个产品计一次" in said
    assert "按申报产量" in said
    assert "<script>" not in said.split("<main")[1]
    assert len(rows(client.get(reverse(f"network:{name}"), {"by": by, "export": "csv"}))) > 3


def test_by_output_the_larger_plant_counts_more(client, analyst, frozen):
    """1.32 Mt of cement at 900 kg are 1.19 Mt CO2e, 0.2 Mt of aluminium at 11,980 kg are 2.40 Mt: together 3.58 Mt, of
    which aluminium is 66.8 %; counted by product each is a half.
    """
    share = {}
    for by in ("product", "output"):
        found = rows(client.get(reverse("network:levers"), {"by": by, "export": "csv"}))
        share[by] = sum(float(row[3]) for row in found if row[2] == "electrolytic_aluminium" or "alumin" in row[2])
    assert share["product"] == pytest.approx(0.5, rel=1e-9)
    cement, aluminium = 1321052.6315789474 * 900.1135, 200000.0 * 11979.5496
    assert share["output"] == pytest.approx(aluminium / (cement + aluminium), rel=1e-3)


def test_without_a_network_every_page_says_so(client, analyst):
    for name in ("front", "levers", "weakest", "inquiries"):
        assert "网络尚未建立" in page(client, name)
    assert len(rows(client.get(reverse("network:movements")))) == 1
    client.post(reverse("network:ask_spread"), {"draws": "64", "seed": "1"})
    client.post(reverse("network:ask_impact"), {"factor": GRID, "value": "1"})
    assert not Inquiry.objects.exists()


def test_the_spread_of_every_product_is_asked_drawn_shown_and_kept(client, analyst, frozen):
    response = client.post(reverse("network:ask_spread"), {"draws": "256", "seed": "7"})
    asked = Inquiry.objects.get()
    assert response["Location"] == reverse("network:inquiry", args=[asked.public_id])
    waiting = page(client, "inquiry", asked.public_id)
    assert "排队中" in waiting
    assert reverse("network:cancel_inquiry", args=[asked.public_id]) in waiting

    work(until_empty=True)

    said = page(client, "inquiry", asked.public_id)
    done = Inquiry.objects.get()
    assert done.digest[:16] in said
    assert all(study.number in said for study in frozen)
    line = SpreadLine.objects.first()
    assert "抽样分布" in page(client, "spread_of_product", asked.public_id, line.study)
    found = rows(client.get(reverse("network:file", args=[asked.public_id])))
    assert len(found) == 3
    assert all(float(row[10]) < float(row[11]) < float(row[12]) for row in found[1:])
    assert "查看结果" in page(client, "inquiries")


def test_a_kept_impact_is_the_answer_of_the_front_page(client, analyst, frozen):
    asked = {"factor": COAL, "of": COAL, "value": "600", "also": f"{GRID}=0.5"}
    client.post(reverse("network:ask_impact"), asked)
    work(until_empty=True)

    made = Inquiry.objects.get()
    assert made.question == {"changes": {GRID: 0.5, COAL: 600.0}}
    assert rows(client.get(reverse("network:file", args=[made.public_id]))) == rows(
        client.get(reverse("network:movements"), asked)
    )


def test_an_inquiry_is_stopped_and_gone_on_with(client, analyst, frozen):
    client.post(reverse("network:ask_spread"), {"draws": "128", "seed": "7"})
    asked = Inquiry.objects.get()
    client.post(reverse("network:cancel_inquiry", args=[asked.public_id]))
    work(until_empty=True)
    assert Inquiry.objects.get().state == "cancelled"
    assert client.get(reverse("network:file", args=[asked.public_id])).status_code == 404

    client.post(reverse("network:retry_inquiry", args=[asked.public_id]))
    work(until_empty=True)
    assert Inquiry.objects.get().state == "done"


def test_the_row_polls_until_the_inquiry_has_ended_and_then_reloads_the_page(client, analyst, frozen):
    client.post(reverse("network:ask_spread"), {"draws": "64", "seed": "7"})
    asked = Inquiry.objects.get()
    address = reverse("network:row", args=[asked.public_id])
    waiting = client.get(address, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in waiting
    assert address in waiting.content.decode()
    work(until_empty=True)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("draws", "seed"), [("0", "1"), ("100", "1"), ("-64", "1"), ("64", "x"), ("9" * 30, "1"), ("", "")]
)
def test_numbers_that_cannot_be_are_said(client, analyst, frozen, draws, seed):
    response = client.post(reverse("network:ask_spread"), {"draws": draws, "seed": seed}, follow=True)
    assert not Inquiry.objects.exists()
    assert "抽样次数应为" in response.content.decode() or "随机种子应为" in response.content.decode()


def test_nobody_else_sees_or_does_any_of_it(client, frozen):
    organisation = frozen[0].product.organisation
    person = grant_department_role(email=user().email, role="analyst", by=None, at=AT)
    made = operations.queue_spread(draws=64, seed=1, by=person, at=AT)
    work(until_empty=True)
    client.force_login(member(organisation, "manager"))
    line = SpreadLine.objects.first()
    for name in ("front", "movements", "levers", "weakest", "inquiries"):
        assert client.get(reverse(f"network:{name}")).status_code == 403
    for name in ("inquiry", "row", "file"):
        assert client.get(reverse(f"network:{name}", args=[made.public_id])).status_code == 403
    assert client.get(reverse("network:spread_of_product", args=[made.public_id, line.study])).status_code == 403
    for name, args in (("ask_spread", []), ("ask_impact", []), ("cancel_inquiry", [made.public_id])):
        assert client.post(reverse(f"network:{name}", args=args), {"draws": "64", "seed": "1"}).status_code == 403
    assert Inquiry.objects.count() == 1
