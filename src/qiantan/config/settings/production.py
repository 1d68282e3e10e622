"""For operators: everything that differs between installations is read from the environment, secrets from files.

DATABASE_URL (without it the embedded cluster), QIANTAN_SECRET_KEY or QIANTAN_SECRET_KEY_FILE, the one before as
QIANTAN_FORMER_SECRET_KEY or _FILE, QIANTAN_HOSTS (space separated names), QIANTAN_VAR, QIANTAN_EMAIL_URL parts
(QIANTAN_EMAIL_HOST, _PORT, _USER, _PASSWORD_FILE, _FROM),
QIANTAN_HSTS_SECONDS, QIANTAN_BEHIND_PROXY=1 when a proxy in front ends TLS and sets X-Forwarded-Proto.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from qiantan.config.database import database_settings
from qiantan.config.settings.base import *  # noqa: F403 - settings are one flat name space
from qiantan.config.settings.base import VAR


def _secret(name: str, *, required: bool) -> str:
    """Return a secret from the file named by `<name>_FILE`, else from the variable itself."""
    path = os.environ.get(f"{name}_FILE")
    value = Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, "")
    if required and not value:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE.")
    return value


DEBUG = False
QIANTAN_DEMO = False
SECRET_KEY = _secret("QIANTAN_SECRET_KEY", required=True)
# Plant values given in confidence are sealed under the secret: after a change the former one still opens them.
SECRET_KEY_FALLBACKS = [former] if (former := _secret("QIANTAN_FORMER_SECRET_KEY", required=False)) else []
ALLOWED_HOSTS = os.environ.get("QIANTAN_HOSTS", "").split()
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set QIANTAN_HOSTS to the names this installation answers to.")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

DATABASES = {"default": {**database_settings(os.environ, VAR), "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": int(os.environ.get("QIANTAN_POOL", "8")),
}

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-qt_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-qt_csrf"
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = int(os.environ.get("QIANTAN_HSTS_SECONDS", "31536000"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if os.environ.get("QIANTAN_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

ACCOUNT_EMAIL_VERIFICATION = os.environ.get("QIANTAN_EMAIL_VERIFICATION", "mandatory")
ACCOUNT_EMAIL_NOTIFICATIONS = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("QIANTAN_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("QIANTAN_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("QIANTAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = _secret("QIANTAN_EMAIL_PASSWORD", required=False)
DEFAULT_FROM_EMAIL = os.environ.get("QIANTAN_EMAIL_FROM", f"noreply@{ALLOWED_HOSTS[0].lstrip('.')}")
