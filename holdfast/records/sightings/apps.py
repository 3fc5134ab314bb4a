"""The slice as a Django app."""

from django.apps import AppConfig


class SightingsConfig(AppConfig):
    """What each agency saw of a child, and the injuries seen."""

    name = "holdfast.records.sightings"
    label = "sightings"

    def ready(self) -> None:
        """Say how sightings and injuries tell facts."""
        from holdfast.records.sightings.facts import register_facts

        register_facts()
