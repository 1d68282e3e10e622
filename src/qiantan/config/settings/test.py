"""For pytest: the embedded cluster in its own folder, without waiting for the disk; quick passwords; no collected files."""

import os

from qiantan.config.database import database_settings
from qiantan.config.settings.base import *  # noqa: F403 - settings are one flat name space
from qiantan.config.settings.base import STORAGES, VAR

DEBUG = False
QIANTAN_DEMO = True
SECRET_KEY = "only-for-tests-" + "0123456789" * 5
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database_settings(os.environ, VAR / "test", throw_away=True)}
# One database for each run, named by its process, so that runs beside each other do not meet.
RUN = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
DATABASES["default"]["TEST"] = {"NAME": f"test_qiantan_{RUN}"}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR / "test" / "static"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
QIANTAN_FILES = VAR / "test" / "files"
QIANTAN_NETWORK = VAR / "test" / "network"
