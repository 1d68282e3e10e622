"""Addresses: what people are told: a factor that changed, a review to do, a task that waits."""

app_name = "notices"

urlpatterns: list = []
