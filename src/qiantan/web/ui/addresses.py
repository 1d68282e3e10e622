"""Addresses by name, where a section may not be installed."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, *arguments: Any) -> str:
    """Return the address of a page; empty where its section is not part of this installation."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
