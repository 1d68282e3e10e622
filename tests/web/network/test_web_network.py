"""The page of the province as an analyst reads it, without scripts; nobody else does."""

import re

import pytest
from django.urls import reverse
from tests.factories.records import AT, filled_activity, member, user

from qiantan.core.study.document import Study
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.network import operations
from qiantan.registry.network.models import Rebuild

pytestmark = pytest.mark.django_db

GRID = "cn-elec-cf-2024-CN"


@pytest.fixture
def analyst():
    person = user()
    return grant_department_role(email=person.email, role="analyst", by=None, at=AT)


@pytest.fixture
def frozen():
    """Two frozen studies, in the network."""
    load_rulebook_factors(at=AT)
    studies = []
    for kind in ("cement", "electrolytic_aluminium"):
        clerk = user()
        studies.append(footprints.freeze_study(activity=filled_activity(clerk, kind), by=clerk, at=AT))
    rebuild = operations.queue_rebuild(by=None, at=AT)
    operations.rebuild_network(public_id=str(rebuild.public_id), at=AT)
    return studies


def page(client, **asked) -> str:
    return client.get(reverse("network:front"), asked).content.decode()


def test_the_answer_is_on_the_page(client, analyst, frozen):
    client.force_login(analyst)

    said = page(client, factor=GRID, of=GRID, value="0.5")

    assert "2 / 2" in said
    assert "11,980" in said
    assert "10,814" in said
    assert said.index("-9.73%") < said.index("-1.27%")
    assert all(study.number in said for study in frozen)


def test_without_a_question_the_electricity_factor_is_lowered_by_a_tenth(client, analyst, frozen):
    client.force_login(analyst)

    assert 'value="0.51993"' in page(client)


@pytest.mark.parametrize("typed", ["abc", "nan", "inf", "1e99", "0.5; drop", "<b>"])
def test_what_is_no_number_is_said(client, analyst, frozen, typed):
    client.force_login(analyst)

    said = page(client, factor=GRID, of=GRID, value=typed)

    assert "不是数字" in said
    assert "<b>" not in said.split('id="answer"')[1].split("qt-columns")[0]


def test_a_value_typed_for_one_factor_is_not_taken_for_another(client, analyst, frozen):
    client.force_login(analyst)

    assert 'value="585.774"' in page(client, factor="assumed:oil-product-upstream", of=GRID, value="0.5")


def test_before_the_first_study_the_page_says_so(client, analyst):
    client.force_login(analyst)

    assert "网络尚未建立" in page(client)


def test_the_page_shows_nothing_of_the_activity_data(client, analyst, frozen):
    client.force_login(analyst)
    said = page(client, factor=GRID, of=GRID, value="0.5")
    figures = set(re.findall(r"[0-9][0-9,.]*", said))

    for content in (bytes(study.content) for study in frozen):
        study = Study.model_validate_json(content)
        for exchange in (one for process in study.processes for one in process.exchanges):
            assert all(one.name not in said for one in exchange.evidence)
            amount = f"{exchange.amount.value:f}"
            if len(amount) > 4:
                assert amount not in figures
                assert f"{exchange.amount.value:,f}" not in figures
        told = [factor for factor in study.factors if factor.release == "supplier"]
        assert all(factor.id not in said and factor.name.zh not in said for factor in told)


def test_the_menu_and_the_page_are_for_analysts_only(client, analyst, frozen):
    organisation = frozen[0].product.organisation
    client.force_login(member(organisation, "manager"))
    assert client.get(reverse("network:front")).status_code == 403
    assert client.post(reverse("network:rebuild")).status_code == 403
    assert reverse("network:front") not in client.get(reverse("factors:list")).content.decode()

    client.force_login(analyst)
    assert reverse("network:front") in client.get(reverse("factors:list")).content.decode()


def test_an_analyst_has_it_rebuilt_and_stops_it(client, analyst):
    client.force_login(analyst)

    client.post(reverse("network:rebuild"))
    assert Rebuild.objects.get().state == "queued"
    client.post(reverse("network:cancel"))
    assert Rebuild.objects.get().state == "cancelled"


def test_an_analyst_opens_no_record_of_a_plant(client, analyst, frozen):
    client.force_login(analyst)

    assert client.get(reverse("products:product", args=[frozen[0].product.public_id])).status_code == 404
    assert client.get(reverse("products:activity", args=[frozen[0].activity.public_id])).status_code == 404
