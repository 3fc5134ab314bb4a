"""The slice as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """An episode of need: assessment, enquiry, conference, plan, review, closure."""

    name = "holdfast.records.casework"
    label = "casework"

    def ready(self) -> None:
        """Say how this slice's records tell facts."""
        from holdfast.records.casework.facts import register_facts

        register_facts()
