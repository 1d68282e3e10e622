"""What the settings need to know of the pages: folders of templates and static files, and the component tags."""

from pathlib import Path

WEB = Path(__file__).resolve().parent.parent

TEMPLATE_DIRS = tuple(sorted(path for path in WEB.glob("*/templates") if path.is_dir()))
STATIC_DIRS = tuple(sorted(path for path in WEB.glob("*/static") if path.is_dir()))

# Loaded into every template, so that a page names a component without further ado.
TAG_MODULES = (
    "django.templatetags.i18n",
    "django.templatetags.static",
    *(f"qiantan.web.ui.tags.{name}" for name in ("layout", "data", "fields", "review", "figures", "words")),
)

CONTEXT_PROCESSORS = (
    "qiantan.web.ui.context.portal",
    "qiantan.web.navigation.menu",
)
