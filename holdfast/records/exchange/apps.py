"""The slice as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What crosses every slice: the census coming in, and a borough that never was."""

    name = "holdfast.records.exchange"
    label = "exchange"
