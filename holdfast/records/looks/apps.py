"""The slice as a Django app."""

from django.apps import AppConfig


class LooksConfig(AppConfig):
    """Checks ask, managers look: each question stands until somebody has answered it."""

    name = "holdfast.records.looks"
    label = "looks"

    def ready(self) -> None:
        """Have the checks asked after every deed and every night, and say how looks are told as facts."""
        from holdfast.records.looks.actions import ask_about, ask_overnight, night_is_due
        from holdfast.records.looks.facts import register_facts
        from holdfast.wall import afterwards
        from holdfast.wall.waiting.rounds import register_long_job

        register_facts()
        afterwards.register("checks", ask_about)
        register_long_job("checks", ask_overnight, is_due=night_is_due)
