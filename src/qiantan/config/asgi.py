"""The entry for the server."""

import os

from django.core.asgi import get_asgi_application

from qiantan.jobs.beside import SERVED_BY, end_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiantan.config.settings.demo")
application = get_asgi_application()
if os.environ.get(SERVED_BY) == str(os.getppid()):
    end_with(os.getppid())
