"""The slice as a Django app."""

from django.apps import AppConfig


class EarlyHelpConfig(AppConfig):
    """Help for a family below the threshold of children’s social care, and the directory of what there is."""

    name = "holdfast.records.earlyhelp"
    label = "earlyhelp"

    def ready(self) -> None:
        """Say how this slice's records tell facts."""
        from holdfast.records.earlyhelp.facts import register_facts

        register_facts()
