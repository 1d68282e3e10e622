"""What the portal says when something is refused or goes wrong, and the large-text switch."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from qiantan.core.findings import Finding, Severity, Text
from qiantan.registry.accounts.refusals import Conflict, Invalid, NotFound, NotPermitted, WrongState
from qiantan.web.ui.errors import permission_denied, server_error
from qiantan.web.ui.refusals import RefusalMiddleware

WRONG = Finding(code="X", severity=Severity.BLOCKING, place="amount", message=Text("缺少数量", "The amount is missing"))


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotPermitted("不可以", "No"), 403),
        (NotFound(), 404),
        (WrongState("不可以", "No"), 409),
        (Conflict("不可以", "No", current={}, version=2), 409),
        (Invalid([WRONG]), 422),
    ],
)
def test_every_refusal_becomes_a_page_that_says_why(refusal, status):
    answer = _middleware().process_exception(_request(), refusal)

    assert answer.status_code == status
    assert refusal.zh in answer.content.decode()


def test_other_exceptions_go_their_way():
    assert _middleware().process_exception(_request(), ValueError("x")) is None


def test_a_page_that_broke_shows_a_number_and_no_trace(client, caplog):
    answer = server_error(RequestFactory().get("/broken/"))

    text = answer.content.decode()
    reference = text.split("<code>")[1].split("<")[0]
    assert answer.status_code == 500
    assert "Traceback" not in text
    assert reference in caplog.text


def test_a_forbidden_page_gives_the_reason():
    answer = permission_denied(_request(), PermissionDenied("仅限核查员。"))

    assert (answer.status_code, "仅限核查员。" in answer.content.decode()) == (403, True)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words():
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert answer.status_code == 403
    assert "页面已过期，没有提交" in answer.content.decode()


@pytest.mark.parametrize(
    "there", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\elsewhere"]
)
def test_the_large_text_switch_never_leads_elsewhere(client, there):
    assert client.post("/ui/care/", {"care": "on", "next": there})["Location"] == "/"


@pytest.mark.django_db
def test_the_large_text_edition_is_kept_and_ended(client):
    client.post("/ui/care/", {"care": "on", "next": "/"})
    on = "data-qt-care" in client.get("/").content.decode()
    client.post("/ui/care/", {"care": "off", "next": "/"})

    assert (on, "data-qt-care" in client.get("/").content.decode().split(">")[1]) == (True, False)


@pytest.mark.django_db
def test_the_policy_allows_nothing_inline(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def _middleware() -> RefusalMiddleware:
    return RefusalMiddleware(lambda request: None)


def _request():
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request
