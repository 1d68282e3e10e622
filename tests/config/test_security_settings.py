"""What every answer carries, how sign-in is limited, and what production refuses to start without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse
from tests.factories.records import user

from qiantan.registry.accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "qiantan.config.settings.production",
    "QIANTAN_SECRET_KEY": "k7!" + "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "QIANTAN_HOSTS": "pcf.example.gov.cn",
}


def manage(*arguments, **environment):
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("QIANTAN_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_every_answer_carries_the_strict_headers(client):
    headers = client.get("/").headers
    directives = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert {"default-src 'self'", "img-src 'self' data:", "frame-ancestors 'none'", "object-src 'none'"} <= directives
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_repeated_wrong_passphrases_are_stopped(client):
    person = user()
    address = reverse("account_login")
    for _ in range(5):
        answer = client.post(address, {"login": person.email, "password": "wrong"})
        assert "_auth_user_id" not in client.session
    answer = client.post(address, {"login": person.email, "password": "a-long-pass-phrase"})
    assert answer.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_sign_in_takes_the_address_in_any_case(client):
    person = user("Mixed@Example.COM")
    assert person.email == "mixed@example.com"
    client.post(reverse("account_login"), {"login": "MIXED@example.com", "password": "a-long-pass-phrase"})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db
def test_sign_up_makes_an_account_without_any_organisation(client):
    fields = {
        "name": "李四",
        "email": "New@Example.com",
        "password1": "quite-a-long-pass",
        "password2": "quite-a-long-pass",
    }
    client.post(reverse("account_signup"), fields)
    person = User.objects.get()
    assert (person.name, person.email, person.is_staff) == ("李四", "new@example.com", False)
    assert not person.memberships.exists()
    assert client.session["_auth_user_id"] == str(person.pk)


def test_production_is_clean_by_djangos_own_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.stdout == "System check identified no issues (0 silenced).\n"
    assert done.returncode == 0


@pytest.mark.parametrize("missing", ["QIANTAN_SECRET_KEY", "QIANTAN_HOSTS"])
def test_production_does_not_start_without_its_secrets_and_names(missing):
    done = manage("check", **{**PRODUCTION, missing: ""})
    assert done.returncode == 1
    assert missing in done.stderr


def test_the_demonstration_is_refused_in_production():
    done = manage("seed_demo", **PRODUCTION)
    assert done.returncode == 1
    assert "not for production" in done.stderr
