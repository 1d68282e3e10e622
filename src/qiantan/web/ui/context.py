"""What every page knows: its language, whether large text is on, the name of the portal."""

from django.conf import settings
from django.http import HttpRequest

from qiantan.web.ui.wording import language

CARE_COOKIE = "qt_care"


def portal(request: HttpRequest) -> dict[str, object]:
    """Return the values the base layout prints."""
    return {
        "page_language": language(),
        "html_language": "en" if language() == "en" else "zh-Hans",
        "care": request.COOKIES.get(CARE_COOKIE) == "on",
        "demonstration": settings.QIANTAN_DEMO,
    }
