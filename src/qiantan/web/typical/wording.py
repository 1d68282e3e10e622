"""Calls, parts and figures in words."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.core.typical.spread import Class, geometric_deviation
from qiantan.web.ui.tiles import place_name
from qiantan.web.ui.wording import words

if TYPE_CHECKING:
    from qiantan.registry.typical.models import Call

TONES = {"prepared": "info", "published": "good", "superseded": "neutral", "discarded": "neutral"}


def unit(call: "Call") -> str:
    """Return the unit of the value as pages write it."""
    return call.value_unit.replace("CO2e", "CO₂e")


def day(moment: object) -> str:
    """Return a day."""
    return date_format(localtime(moment), "Y-m-d")


def minute(moment: object) -> str:
    """Return a day and time."""
    return date_format(localtime(moment), "Y-m-d H:i")


def technology(call: "Call", key: str) -> str:
    """Return the name of a technology of a call; empty for none."""
    found = next((one for one in call.technologies if one["key"] == key), None)
    return words(Text(found["zh"], found["en"])) if found else ""


def part(call: "Call", division: str, route: str) -> str:
    """Return which part of a call something is about."""
    place = words(place_name(division)) if division else _("全省")
    return f"{place} · {technology(call, route)}" if route else place


def between(bounds: Class | None) -> str:
    """Return a class of values."""
    return f"{_plain(bounds.lower)}–{_plain(bounds.upper)}" if bounds else ""


def deviation(bounds: Class | None) -> str:
    """Return a class of relative standard deviations, in per cent."""
    return f"{_plain(bounds.lower * 100)}–{_plain(bounds.upper * 100)}%" if bounds else ""


def geometric(bounds: Class) -> str:
    """Return the largest geometric standard deviation of a class."""
    return f"{geometric_deviation(bounds.upper):.3f}"


def contributors(found: tuple[int, int | None]) -> str:
    """Return a band of contributors."""
    lower, upper = found
    if upper is None:
        return _("%(count)d 家以上") % {"count": lower}
    return _("%(lower)d–%(upper)d 家") % {"lower": lower, "upper": upper}


def plain(figure: Decimal) -> str:
    """Return a figure with all its digits, thousands grouped."""
    return f"{_normal(figure):,f}"


def _plain(figure: Decimal) -> str:
    return str(_normal(figure))


def _normal(figure: Decimal) -> Decimal:
    return Decimal(format(figure.normalize(), "f"))
