"""The interface stands on a loaded library."""

import pytest
from tests.factories.records import AT

from qiantan.registry.factors.operations import load_rulebook_factors


@pytest.fixture
def _library(db):
    load_rulebook_factors(at=AT)
