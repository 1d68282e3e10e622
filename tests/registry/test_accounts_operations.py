"""Registering organisations, sites and members: allowed, forbidden, wrong input."""

import pytest
from django.db import IntegrityError, transaction
from tests.factories.records import AT, member, organisation, uscc, user

from qiantan.registry.accounts import operations
from qiantan.registry.accounts.models import Organisation
from qiantan.registry.accounts.queries import members, organisations, sites, viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted
from qiantan.registry.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_whoever_registers_an_organisation_manages_it():
    person = user()
    made = organisation(person)
    assert viewer_of(person).memberships == ((made.pk, "manager"),)
    assert organisations(viewer_of(person)) == [made]
    assert Entry.objects.get().kind == "organisation.registered"


def test_all_faults_of_a_registration_are_reported_together():
    with pytest.raises(Invalid) as refused:
        operations.register_organisation(name=" ", uscc="123", division="贵阳", by=user(), at=AT)
    assert [finding.code for finding in refused.value.findings] == ["ACC-NAME", "ACC-USCC", "ACC-DIVISION"]
    assert not Organisation.objects.exists()


def test_a_code_is_registered_once():
    code = uscc()
    operations.register_organisation(name="甲厂", uscc=code, division="520100", by=user(), at=AT)
    with pytest.raises(Invalid) as refused:
        operations.register_organisation(name="乙厂", uscc=code.lower(), division="520100", by=user(), at=AT)
    assert refused.value.findings[0].message.zh == "该统一社会信用代码已登记。"


def test_a_wrong_check_character_is_explained():
    with pytest.raises(Invalid) as refused:
        operations.register_organisation(name="甲厂", uscc="91350100M000100Y44", division="520100", by=user(), at=AT)
    assert "末位为4，按前17位应为3" in refused.value.zh


def test_the_database_refuses_a_malformed_code_too():
    with pytest.raises(IntegrityError, match="organisation_uscc_form"), transaction.atomic():
        Organisation.objects.create(name="甲厂", uscc="91350100M000100YO3", division="520100", created_at=AT)


def test_only_managers_add_sites_and_members():
    made = organisation(user())
    editor = member(made, "editor")
    with pytest.raises(NotPermitted):
        operations.add_site(organisation=made, name="二厂", division="520100", by=editor, at=AT)
    with pytest.raises(NotPermitted):
        operations.add_member(organisation=made, email=user().email, role="reader", by=editor, at=AT)


def test_a_manager_adds_a_site_once():
    manager = user()
    made = organisation(manager)
    site = operations.add_site(organisation=made, name="二厂", division="520103", by=manager, at=AT)
    assert sites(viewer_of(manager), made.pk) == [site]
    with pytest.raises(Invalid, match="已有名为“二厂”的场所"):
        operations.add_site(organisation=made, name="二厂", division="520103", by=manager, at=AT)


def test_a_role_can_be_changed_but_the_last_manager_stays():
    manager = user()
    made = organisation(manager)
    other = user("Second@Example.com")
    operations.add_member(organisation=made, email="second@example.com", role="reader", by=manager, at=AT)
    operations.add_member(organisation=made, email=" SECOND@example.com ", role="editor", by=manager, at=AT)
    assert [(m.user, m.role) for m in members(viewer_of(manager), made.pk)] == [(manager, "manager"), (other, "editor")]
    with pytest.raises(Invalid, match="至少要有一位管理者"):
        operations.add_member(organisation=made, email=manager.email, role="reader", by=manager, at=AT)


def test_an_unknown_address_is_refused():
    manager = user()
    made = organisation(manager)
    with pytest.raises(Invalid, match="请对方先注册"):
        operations.add_member(organisation=made, email="nobody@example.com", role="reader", by=manager, at=AT)


def test_a_stranger_sees_neither_sites_nor_members():
    manager = user()
    made = organisation(manager)
    operations.add_site(organisation=made, name="二厂", division="520103", by=manager, at=AT)
    stranger = viewer_of(user())
    assert organisations(stranger) == []
    for read in (sites, members):
        with pytest.raises(NotPermitted):
            read(stranger, made.pk)
