"""The slice as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """An episode of need: assessment, enquiry, conference, plan, review, closure."""

    name = "holdfast.records.casework"
    label = "casework"
