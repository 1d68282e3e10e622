"""The entry for the server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiantan.config.settings.demo")
application = get_asgi_application()
