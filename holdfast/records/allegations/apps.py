"""The slice as a Django app."""

from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    """An allegation against somebody who works with children."""

    name = "holdfast.records.allegations"
    label = "allegations"
