"""The permission table is complete and true: every address and operation is in it, and the forbidden way is tried."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from tests.factories import databases, gaps, offered
from tests.factories.calls import addressed
from tests.factories.records import AT, filled_activity, member, organisation, user

from qiantan.core.matching.reading import read_text
from qiantan.core.results.make import make_result
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries
from qiantan.registry.ledger.models import Entry
from qiantan.registry.matching import operations as matching
from qiantan.registry.products import operations as products

TABLE = yaml.safe_load((Path(__file__).parent / "permission_table.yaml").read_text(encoding="utf-8"))
ADDRESSES = TABLE["addresses"]
OPERATIONS = TABLE["operations"]
APPS = (
    "accounts",
    "ledger",
    "tasks",
    "notices",
    "factors",
    "databases",
    "submissions",
    "typical",
    "products",
    "matching",
    "footprints",
    "network",
    "gaps",
)
CLOSED = {name: ways for name, ways in ADDRESSES.items() if set(ways.values()) != {"public"}}
OF_AN_ORGANISATION = {name: ways for name, ways in CLOSED.items() if not set(ways.values()) & {"signed-in"}}
FOR_EDITORS = {name for name, ways in OF_AN_ORGANISATION.items() if ways.get("do") in {"editor", "manager"}}
REFUSED = {403, 404}
# What an editor would send and would succeed with; a refusal of an empty form would prove nothing.
FORMS = {
    "databases:access": lambda: {"access": "open"},
    "databases:file": lambda: {"codec": "ilcd"},
    "databases:scores": lambda: {"gwp_set": "ipcc-ar5"},
    "footprints:report": lambda: {"kind": "word"},
    "footprints:what_if_take": lambda: {"into": "next", "answer:elec_kiln": "60000"},
    "products:correct": lambda: {"clinker_produced.value": "1", "clinker_produced.unit": "t"},
    "products:evidence": lambda: {"file": SimpleUploadedFile("b.pdf", b"%PDF")},
    "products:import": lambda: {"file": SimpleUploadedFile("b.xlsx", b"x")},
    "products:open_period": lambda: {"year": "2024"},
    "products:section": lambda: {"version": "2", "clinker_produced.value": "1", "clinker_produced.unit": "t"},
}


def names(resolver=None, space: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            found |= names(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            found.add(f"{space}{pattern.name}")
    return found


@pytest.fixture
def secret(request):
    """The parts of addresses that lead to the records of an organisation."""
    clerk = user()
    activity = filled_activity(clerk)
    evidence = products.attach_evidence(
        activity=activity, name="a.pdf", content=b"x", media_type="application/pdf", by=clerk, at=AT
    )
    draft = products.upload_workbook(activity=activity, name="a.xlsx", content=b"x", by=clerk, at=AT)
    run = footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    footprints.record_result(run=run, result=make_result(queries.documents(run).study), by=clerk, at=AT)
    bill = matching.hand_in_bill(
        activity=activity, name="a", reading=read_text("液氨\t1\tt"), source="ledger", by=clerk, at=AT
    )
    return {
        "bill": bill.public_id,
        "line": bill.lines.get().public_id,
        "organisation": activity.product.organisation,
        "product": activity.product.public_id,
        "activity": activity.public_id,
        "evidence": evidence.public_id,
        "draft": draft.public_id,
        "run": run.public_id,
        "task": draft.task.public_id,
        "section": "production",
        "kind": "inventory",
        "key": 1,
        "step": "product",
        **addressed(activity.product.site, clerk),
        **(offered.addressed(clerk, activity.product.organisation) if "submissions:" in request.node.name else {}),
        **(gaps.addressed() if "gaps:" in request.node.name else {}),
        # Reading a file takes a process of its own: only for the addresses that need it.
        **(databases.addressed(activity.product.organisation, clerk) if "databases:" in request.node.name else {}),
    }


def address(name: str, secret) -> str:
    kwargs = {}
    for part in _parts(name):
        kwargs[part] = secret[part] if part != "public_id" else _public_id(name, secret)
    return reverse(name, kwargs=kwargs)


def _parts(name: str) -> list[str]:
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        _, resolver = resolver.namespace_dict[space]
    return resolver.reverse_dict.getlist(last)[0][0][0][1]


def _public_id(name: str, secret):
    return secret["task"] if name.startswith("tasks:") else secret["organisation"].public_id


def test_every_address_is_in_the_table():
    assert names() == set(ADDRESSES)


def test_every_operation_is_in_the_table():
    found = set()
    for app in APPS:
        module = import_module(f"qiantan.registry.{app}.operations")
        for name, member_ in inspect.getmembers(module, inspect.isfunction):
            own = inspect.unwrap(member_).__module__.startswith(module.__name__)
            if own and not name.startswith("_"):
                found.add(f"{app}.{name}")
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_names_every_argument_and_is_told_who_and_when(name):
    app, function = name.split(".")
    signature = inspect.signature(getattr(import_module(f"qiantan.registry.{app}.operations"), function))
    assert {parameter.kind for parameter in signature.parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    if OPERATIONS[name] != "system":
        assert {"by", "at"} <= set(signature.parameters)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CLOSED)
def test_a_visitor_is_asked_to_sign_in(name, secret, client):
    for answer in (client.get(address(name, secret)), client.post(address(name, secret))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_AN_ORGANISATION)
def test_a_manager_of_another_organisation_is_refused(name, secret, client):
    stranger = user()
    organisation(stranger)
    client.force_login(stranger)
    before = Entry.objects.count()
    for way, send in (("see", client.get), ("do", client.post)):
        form = FORMS.get(name, dict)() if way == "do" else {}
        status = send(address(name, secret), form, headers={"HX-Request": "true"}).status_code
        assert status in (REFUSED if way in ADDRESSES[name] else {*REFUSED, 405})
    assert Entry.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FOR_EDITORS))
def test_a_reader_cannot_do_what_editors_do(name, secret, client):
    client.force_login(member(secret["organisation"], "reader"))
    before = Entry.objects.count()
    assert client.post(address(name, secret), FORMS.get(name, dict)()).status_code == 403
    assert Entry.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, ways in OF_AN_ORGANISATION.items() if ways.get("see") == "reader"])
def test_a_reader_may_look(name, secret, client):
    client.force_login(member(secret["organisation"], "reader"))
    assert client.get(address(name, secret)).status_code in {200, 302}


def test_roles_are_known():
    assert {role for ways in ADDRESSES.values() for role in ways.values()} <= {
        "public",
        "signed-in",
        "analyst",
        "factor-editor",
        "expert",
        "reader",
        "editor",
        "manager",
    }
    assert {way for ways in ADDRESSES.values() for way in ways} == {"see", "do"}
