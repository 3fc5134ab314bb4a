"""The slice as a Django app."""

from django.apps import AppConfig


class MashConfig(AppConfig):
    """What the agencies are asked about a child at the front door, and what they answer."""

    name = "holdfast.records.mash"
    label = "mash"

    def ready(self) -> None:
        """Say which facts it tells and what it holds up; read the partnership's choices: a mistake stops the start."""
        from holdfast.records.mash.facts import register_facts
        from holdfast.records.mash.queries.holding import register_holds
        from holdfast.records.mash.queries.local import hub

        register_facts()
        register_holds()
        hub()
