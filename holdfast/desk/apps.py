"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages and commands that cross the slices of the records: what people see when they sit down to work."""

    name = "holdfast.desk"
    label = "desk"
