"""Addresses: what the library misses most, and what a release would move before it is published."""

app_name = "gaps"

urlpatterns: list = []
