"""Beside the field on save: what was saved stays saved, and where the census will ask about it the form says so."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from holdfast.access import Stage
from holdfast.records.casework.models import Episode
from holdfast.records.census.actions.mending import settle_child
from holdfast.records.census.queries import of_child
from holdfast.records.census.queries.mending import RECORDS
from holdfast.records.census.views.mending import MENDING
from holdfast.wall.acting import current
from holdfast.wall.deeds import day_of

_TABLES = {model: table for table, model in RECORDS.items()}


def form_with_questions(*, child_id: UUID, record: object, at: datetime) -> str:
    """The form of the record just saved, where the census will ask about it; empty where it asks nothing."""
    told = _told_by(record)
    if told is None or current().purpose not in MENDING or current().reach.ceiling < Stage.child_protection:
        return ""
    settle_child(child_id, at)
    table, record_id = told
    asks = (each for each in of_child(child_id, as_of=day_of(at)) if each.record_id == record_id)
    if all(each.explanation is not None for each in asks):
        return ""
    return f"{reverse('census:mend', args=[child_id, table, record_id])}?saved=yes"


def _told_by(record: object) -> tuple[str, UUID] | None:
    """The table of facts and the record that tells the census what was saved; None where it tells it nothing."""
    if isinstance(record, Episode):
        return "episode", record.referral_id
    table = _TABLES.get(type(record))
    return (table, record.pk) if table else None
