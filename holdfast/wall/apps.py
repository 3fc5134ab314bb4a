"""The wall as a Django app."""

from django.apps import AppConfig


class WallConfig(AppConfig):
    """Users, grants, versions, audit, due dates and what waits for a person; knows no domain."""

    name = "holdfast.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read whom to tell when nobody picks something up: a mistake stops the start."""
        from holdfast.wall.waiting.ladders import escalation

        escalation()
