"""The slice as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Children, unborn children, parents and carers; who is related to whom; where they live."""

    name = "holdfast.records.people"
    label = "people"

    def ready(self) -> None:
        """Say how people's records tell facts."""
        from holdfast.records.people.facts import register

        register()
