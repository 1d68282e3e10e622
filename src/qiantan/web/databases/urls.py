"""Addresses: linked unit-process databases that were brought in, and their processes."""

app_name = "databases"

urlpatterns: list = []
