"""Sign-up and sign-in, organisations, sites and members."""

import pytest
from tests.factories.records import member, organisation, user

from qiantan.core.findings.uscc import EXAMPLE
from qiantan.registry.accounts.models import Membership, Organisation, Site, User

pytestmark = pytest.mark.django_db


def test_a_person_signs_up_with_a_name_and_is_signed_in(client):
    values = {
        "email": "Zhang@Example.com",
        "name": "张示例",
        "password1": "长而难猜的口令-2026",
        "password2": "长而难猜的口令-2026",
    }

    answer = client.post("/account/signup/", values)

    assert answer.status_code == 302
    person = User.objects.get()
    assert (person.email, person.name) == ("zhang@example.com", "张示例")
    assert "张示例" in client.get("/").content.decode()


def test_a_wrong_passphrase_is_refused_in_words_and_nothing_is_told_of_the_account(client):
    user("known@example.com")

    known = client.post("/account/login/", {"login": "known@example.com", "password": "wrong-pass-phrase"})
    unknown = client.post("/account/login/", {"login": "unknown@example.com", "password": "wrong-pass-phrase"})

    assert "qt-errors" in known.content.decode()
    assert _errors(known) == _errors(unknown)


def test_an_organisation_is_registered_and_led_to_its_page(client):
    client.force_login(user())

    answer = client.post(
        "/organisations/register/", {"name": "示例水泥厂", "uscc": EXAMPLE.lower(), "division": "520300"}, follow=True
    )

    text = answer.content.decode()
    assert Organisation.objects.get().uscc == EXAMPLE
    assert "您是它的管理者" in text
    assert "遵义" in text


def test_a_wrong_credit_code_is_explained_at_its_field_and_what_was_typed_stays(client):
    client.force_login(user())
    wrong = f"{EXAMPLE[:-1]}0"

    answer = client.post("/organisations/register/", {"name": "示例水泥厂", "uscc": wrong, "division": "520300"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"末位为0，按前17位应为{EXAMPLE[-1]}" in text
    assert 'value="示例水泥厂"' in text
    assert 'aria-invalid="true"' in text
    assert not Organisation.objects.exists()


def test_a_code_registered_already_is_answered_with_what_to_do(client):
    taken = organisation(user())
    client.force_login(user())

    answer = client.post("/organisations/register/", {"name": "另一家", "uscc": taken.uscc, "division": "520300"})

    assert answer.status_code == 422
    assert "请联系本组织的管理者将您加为成员" in answer.content.decode()


def test_a_manager_adds_a_site_and_a_member(client):
    manager, colleague = user(), user("colleague@example.com")
    made = organisation(manager)
    client.force_login(manager)
    here = f"/organisations/{made.public_id}/"

    client.post(f"{here}sites/", {"name": "一号线", "division": "520300"})
    client.post(f"{here}members/", {"email": "colleague@example.com", "role": "editor"})

    assert Site.objects.get().name == "一号线"
    assert Membership.objects.get(user=colleague).role == "editor"
    assert "一号线" in client.get(here).content.decode()


def test_an_unknown_address_is_answered_at_its_field(client):
    manager = user()
    made = organisation(manager)
    client.force_login(manager)

    answer = client.post(f"/organisations/{made.public_id}/members/", {"email": "nobody@example.com", "role": "editor"})

    assert answer.status_code == 422
    assert "没有使用该邮箱的账户，请对方先注册。" in answer.content.decode()


@pytest.mark.parametrize("role", ["reader", "editor"])
@pytest.mark.parametrize("what", ["sites", "members"])
def test_who_does_not_manage_is_refused_with_the_reason(client, role, what):
    made = organisation(user())
    client.force_login(member(made, role))
    here = f"/organisations/{made.public_id}/"

    answer = client.post(f"{here}{what}/", {"name": "一号线", "division": "520300"})

    assert answer.status_code == 403
    assert "只有本组织的管理者可以进行此操作。" in answer.content.decode()
    assert f"{here}{what}/" not in client.get(here).content.decode()
    assert not Site.objects.exists()


def test_a_stranger_is_told_nothing_of_an_organisation(client):
    made = organisation(user(), name="保密的水泥厂")
    client.force_login(user())

    answers = [client.get(f"/organisations/{made.public_id}/{tail}") for tail in ("", "sites/", "members/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("保密的水泥厂" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("organisations", [1, 3])
def test_the_list_of_organisations_costs_the_same_for_one_and_three(client, organisations, django_assert_num_queries):
    person = user()
    for number in range(organisations):
        organisation(person, name=f"示例{number}厂")
    client.force_login(person)

    with django_assert_num_queries(5):
        client.get("/organisations/")


def _errors(answer) -> str:
    return answer.content.decode().split('class="qt-errors"')[1].split("</div>")[0]
