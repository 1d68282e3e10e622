"""Frozen studies for tests: the worked examples, each of a product with its own name, so that no two are the same study."""

import itertools

from tests.factories.answers import choice
from tests.factories.records import AT, filled_activity, user

from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.products import operations as products

_numbers = itertools.count(1)


def frozen_study(kind: str = "cement", by=None, **entries) -> FrozenStudy:
    """A frozen study of a new product of a new plant; `entries` replace answers of the worked example."""
    clerk = by or user()
    activity = filled_activity(clerk, kind)
    named = {"product_name_zh": choice(f"示例产品 {next(_numbers)}"), **entries}
    products.save_entries(activity=activity, entries=named, version=activity.version, by=clerk, at=AT)
    activity.refresh_from_db()
    return footprints.freeze_study(activity=activity, by=clerk, at=AT)
