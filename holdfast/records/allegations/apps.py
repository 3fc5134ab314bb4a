"""The slice as a Django app."""

from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    """An allegation against somebody who works with children."""

    name = "holdfast.records.allegations"
    label = "allegations"

    def ready(self) -> None:
        """Have whoever is accused shut out of each child whom the front door finds in what was told."""
        from holdfast.records.allegations.actions.shutting import shut_out_of_found
        from holdfast.records.frontdoor.actions import when_matched

        when_matched("allegations", shut_out_of_found)
