"""Bringing files in."""

from holdfast.records.exchange.actions.census import import_census, register_file, resolve_hold

__all__ = ["import_census", "register_file", "resolve_hold"]
