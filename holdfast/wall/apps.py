"""The wall as a Django app."""

from django.apps import AppConfig


class WallConfig(AppConfig):
    """Users, grants, versions, audit and due dates; knows no domain."""

    name = "holdfast.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"
