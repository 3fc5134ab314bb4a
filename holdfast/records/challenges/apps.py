"""The slice as a Django app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """A professional disagrees with a decision, and is heard."""

    name = "holdfast.records.challenges"
    label = "challenges"

    def ready(self) -> None:
        """Say what challenges tell, and what an open one holds; read the procedure: a mistake stops the start."""
        from holdfast.records.challenges.facts import register_facts
        from holdfast.records.challenges.queries import stages, why_held
        from holdfast.wall import holding

        register_facts()
        stages()
        holding.register("referral", "case", "early_help", why=why_held)
