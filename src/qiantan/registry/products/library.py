"""The library of published factors that activity data name."""

from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.library import Library, named_factors
from qiantan.core.templates.schema import Template
from qiantan.registry.factors.library import library_of


def library_for(plan: Template, data: ActivityData) -> Library:
    """Return the library for the ids that activity data name; no query where the rulebook has them all."""
    return library_of(named_factors(plan, data))
