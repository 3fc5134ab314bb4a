"""The slice as a Django app."""

from django.apps import AppConfig


class MashConfig(AppConfig):
    """The hub asks every agency what it knows, and waits for each answer."""

    name = "holdfast.records.mash"
    label = "mash"
