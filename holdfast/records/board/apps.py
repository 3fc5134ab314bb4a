"""The slice as a Django app."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Figures as they were released, what they stand beside, and the yearly report."""

    name = "holdfast.records.board"
    label = "board"
