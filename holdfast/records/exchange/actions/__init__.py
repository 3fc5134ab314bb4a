"""Bringing files in."""

from holdfast.records.exchange.actions.background import read_in_background, receive
from holdfast.records.exchange.actions.census import import_census, register_file, resolve_hold

__all__ = ["import_census", "read_in_background", "receive", "register_file", "resolve_hold"]
