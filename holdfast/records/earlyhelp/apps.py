"""The slice as a Django app."""

from django.apps import AppConfig


class EarlyHelpConfig(AppConfig):
    """Help for a family below the threshold of children’s social care, and the directory of what there is."""

    name = "holdfast.records.earlyhelp"
    label = "earlyhelp"

    def ready(self) -> None:
        """Say how this slice's records tell facts, and have whom the front door sends wait to be taken in."""
        from holdfast.records.earlyhelp.actions.sent import wait_to_be_taken_in
        from holdfast.records.earlyhelp.facts import register_facts
        from holdfast.records.frontdoor.actions import when_recorded

        register_facts()
        when_recorded("early help", wait_to_be_taken_in)
