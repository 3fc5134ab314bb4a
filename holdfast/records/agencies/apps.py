"""The slice as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Organisations, their teams, posts, and the people who work there."""

    name = "holdfast.records.agencies"
    label = "agencies"
