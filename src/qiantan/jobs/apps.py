from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work and commands."""

    name = "qiantan.jobs"
    label = "jobs"
