"""The slice as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """An episode of need: assessment, enquiry, conference, plan, review, closure."""

    name = "holdfast.records.casework"
    label = "casework"

    def ready(self) -> None:
        """Say how this slice's records tell facts, what of a child's past they hold, and what can be challenged."""
        from holdfast.records.casework.facts import register_facts
        from holdfast.records.casework.queries import plans_told
        from holdfast.records.casework.queries.challenged import register_challenged
        from holdfast.records.frontdoor.queries import tell_past

        register_facts()
        tell_past(plans_told)
        register_challenged()
