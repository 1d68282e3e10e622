"""The description of the interface holds: every answer is one it announces, whatever is asked."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from qiantan.api.site import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_library")]
DESCRIPTION = "/api/v1/openapi.json"
EXAMPLES = 15
PATHS = [
    "/api/v1/factors",
    "/api/v1/factors/{factor_id}",
    "/api/v1/factors/{factor_id}/csv",
    "/api/v1/problems",
    "/api/v1/releases",
    "/api/v1/releases/archive",
    "/api/v1/releases/{release_id}",
    "/api/v1/releases/{release_id}/archive",
]


@pytest.fixture
def _asked_from_within(monkeypatch):
    """Ask without a limit, and keep the connection of the test: a whole request would close it at its end."""
    [throttle] = api.throttle if isinstance(api.throttle, list) else [api.throttle]
    monkeypatch.setattr(throttle, "num_requests", 1_000_000)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_asked_from_within")
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_one_the_description_announces(path):
    operation = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())[path]["GET"]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy())
    def ask(case):
        case.query.pop("cursor", None)  # a made-up one is refused, which test_api_factors.py holds
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # its WSGI reader knows no gzip

    ask()


def test_the_description_is_openapi_3_1_and_names_everything(client):
    body = client.get(DESCRIPTION).json()

    assert body["openapi"].startswith("3.1")
    assert sorted(body["paths"]) == PATHS
    assert all("4XX" in one["get"]["responses"] for one in body["paths"].values())
