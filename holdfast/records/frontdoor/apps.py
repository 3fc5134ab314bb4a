"""The slice as a Django app."""

from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    """What anyone told us, the referral, and what was decided."""

    name = "holdfast.records.frontdoor"
    label = "frontdoor"
