"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The design shell: how pages look and how forms are drawn. Knows no child."""

    name = "holdfast.web"
    label = "web"
