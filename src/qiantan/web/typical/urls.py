"""Addresses: plant values given in confidence, and the local typical values made of them."""

app_name = "typical"

urlpatterns: list = []
