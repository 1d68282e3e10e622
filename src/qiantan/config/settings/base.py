"""What every installation shares; the others only say where they differ."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from qiantan.web.ui import wiring

SOURCE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("QIANTAN_VAR") or Path.cwd() / "var").resolve()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "qiantan.registry.accounts",
    "qiantan.registry.ledger",
    "qiantan.registry.tasks",
    "qiantan.registry.notices",
    "qiantan.registry.factors",
    "qiantan.registry.databases",
    "qiantan.registry.submissions",
    "qiantan.registry.typical",
    "qiantan.registry.products",
    "qiantan.registry.matching",
    "qiantan.registry.footprints",
    "qiantan.registry.network",
    "qiantan.registry.gaps",
    "qiantan.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "qiantan.config.static_files.WholeStaticFiles",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qiantan.web.ui.addresses.AddressMiddleware",
    "qiantan.web.ui.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "qiantan.config.urls"
ASGI_APPLICATION = "qiantan.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "qiantan.web.ui.forms.PortalRenderer"
CSRF_FAILURE_VIEW = "qiantan.web.ui.errors.csrf_failure"

# A page's folder holds everything of the page (see web/); sections are not Django apps.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": wiring.TEMPLATE_DIRS,
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *wiring.CONTEXT_PROCESSORS,
            ],
            "builtins": ["template_partials.templatetags.partials", *wiring.TAG_MODULES],
        },
    },
]
STATICFILES_DIRS = wiring.STATIC_DIRS
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# People: an account is an e-mail address; organisations are joined afterwards.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "qiantan.web.accounts.forms.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# Counters of the rate limits live where every process sees them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "qiantan_cache"}}

# Sessions, cookies, headers
SESSION_COOKIE_NAME = "qt_session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "qt_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "qt_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Files: evidence, workbooks and reports, found by the digest of their bytes.
QIANTAN_FILES = VAR / "files"
QIANTAN_FONTS = VAR / "assets" / "fonts"
QIANTAN_UPLOAD_LIMIT = 20 * 1024 * 1024
QIANTAN_EVIDENCE_LIMIT = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# The provincial network: arrays that every process of a machine maps into memory.
QIANTAN_NETWORK = VAR / "network"
# Where every host finds them: empty for the folder above, a folder all hosts mount, or s3://bucket/prefix?endpoint=….
QIANTAN_STORE = os.environ.get("QIANTAN_STORE", "")

# Background work on the same database
PROCRASTINATE_IMPORT_PATHS = [
    "qiantan.jobs.tasks",
    "qiantan.jobs.network",
    "qiantan.jobs.inquiries",
    "qiantan.jobs.gaps",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"qiantan": {"level": "INFO"}},
}
