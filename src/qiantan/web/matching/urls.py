"""Addresses: bills of materials and the factors their lines are matched with."""

app_name = "matching"

urlpatterns: list = []
