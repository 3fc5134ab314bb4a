"""The slice as a Django app."""

from django.apps import AppConfig


class CensusConfig(AppConfig):
    """What the census rules find on the record, night by night, until it is mended or explained."""

    name = "holdfast.records.census"
    label = "census"
