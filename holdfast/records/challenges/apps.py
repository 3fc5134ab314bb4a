"""The slice as a Django app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """A professional disagrees with a decision, and is heard."""

    name = "holdfast.records.challenges"
    label = "challenges"
