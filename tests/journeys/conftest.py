"""Journeys: what a person does from beginning to end, in a real browser against a running portal with its worker."""

from tests.web.conftest import _translations, chromium, portal, visitor

__all__ = ["_translations", "chromium", "portal", "visitor"]
