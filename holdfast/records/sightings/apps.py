"""The slice as a Django app."""

from django.apps import AppConfig


class SightingsConfig(AppConfig):
    """What each agency saw of a child, and the injuries seen."""

    name = "holdfast.records.sightings"
    label = "sightings"
