"""Who changed what about a child, when and why: each version beside the one that took its place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Paginator
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.access import Purpose, Stage
from holdfast.desk.child_head import as_far_as, frame
from holdfast.desk.chronology import TOLD_FROM
from holdfast.kernel import codes
from holdfast.records.census.models import CensusFinding
from holdfast.records.people.models import Involvement
from holdfast.records.people.queries import child_or_not_found
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User, Version
from holdfast.web import words
from holdfast.web.pages import WORK, page

_STAMPS = frozenset({"id", "version", "recorded_at", "recorded_by", "recorded_for", "search_keys"})
_OF_THE_STORY = frozenset({"ethnicity", "upn_unknown", "resolution"})
"""Fields that stand beside a child's name and number, and belong to the story."""
_WORKED_OUT = frozenset({CensusFinding._meta.db_table})
"""What the software works out anew each night, and nobody wrote."""
_CODED = {"people_disability": "Disability", "casework_assessmentfactor": "AssessmentFactors"}
"""Tables of codes of which a child has many, with the list that says what each means."""
_REASONS = Stage.child_protection
"""From where on reasons are told: who wrote one may have known more than whoever sees the record it stands with."""


@dataclass(frozen=True)
class Difference:
    """One field, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A record that was changed: by whom, when, why and what for, and what differs."""

    record: str
    at: datetime
    by: str
    purpose: str
    reason: str
    differences: list[Difference]


@page(key="desk.history", words="Who changed what about a child", purposes=WORK, needs=Stage.pointer, about_child=True)
def child_history(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every change to the child's records that the reader may see, the latest first."""
    child = child_or_not_found(child_id)
    stage = as_far_as(child_id)
    every = Version.objects.filter(child_id=child_id).exclude(table_name__in=_WORKED_OUT).order_by("-id")
    versions = Paginator(every, 50).get_page(request.GET.get("page"))
    context = {"changes": changes(versions.object_list, stage=stage), "pages": versions}
    return render(request, "desk/history.html", context | frame(request, child, stage))


def changes(versions: Iterable[Version], *, stage: Stage) -> list[Change]:
    """Each version as the change that replaced it, for somebody who goes to this stage.

    Rows whose present text may not be seen are left out, and so is whose involvement gives something away.
    """
    versions = [version for version in versions if _is_told(version, stage)]
    after = _successors(versions)
    people = dict(User.objects.filter(pk__in={v.replaced_by for v in versions}).values_list("pk", "display_name"))
    return [_change(version, after[version.id], people, stage) for version in versions if version.id in after]


def _is_told(version: Version, stage: Stage) -> bool:
    """Whether it is a record of the child's, and not who may see it; an involvement as the chronology tells it."""
    kind = version.was.get("kind", "") if version.table_name == Involvement._meta.db_table else ""
    return version.table_name in _models() and stage >= TOLD_FROM.get(kind, Stage.pointer)


def _change(version: Version, became: dict[str, Any], people: dict[UUID, str], stage: Stage) -> Change:
    model = _models()[version.table_name]
    untold = _STAMPS if stage >= Stage.child_in_need else _STAMPS | _OF_THE_STORY
    fields = [field for field in model._meta.concrete_fields if field.column not in untold]
    return Change(
        record=_called(model, became),
        at=version.replaced_at,
        by=people.get(version.replaced_by, "Holdfast itself"),
        purpose=Purpose(version.replaced_for).label if version.replaced_for else "",
        reason=version.reason if stage >= _REASONS else "",
        differences=[
            Difference(_label(field), _said(field, version.was), _said(field, became))
            for field in fields
            if version.was.get(field.column) != became.get(field.column)
        ],
    )


def _successors(versions: list[Version]) -> dict[int, dict[str, Any]]:
    """What each version became: the next version of the same row, or the row as it stands."""
    rows: dict[tuple[str, UUID], list[Version]] = defaultdict(list)
    wanted = {(version.table_name, version.row_id) for version in versions}
    for version in Version.objects.filter(row_id__in={row for _, row in wanted}).order_by("id"):
        rows[version.table_name, version.row_id].append(version)
    standing = _standing(wanted)
    after: dict[int, dict[str, Any]] = {}
    for key, of_row in rows.items():
        texts = [*(version.was for version in of_row[1:]), standing.get(key)]
        after |= {version.id: text for version, text in zip(of_row, texts, strict=True) if text is not None}
    return after


def _standing(wanted: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], dict[str, Any]]:
    by_table: dict[str, list[UUID]] = defaultdict(list)
    for table, row_id in wanted:
        if table in _models():
            by_table[table].append(row_id)
    found: dict[tuple[str, UUID], dict[str, Any]] = {}
    with connection.cursor() as cursor:
        for table, ids in by_table.items():
            cursor.execute(f"SELECT t.id, to_jsonb(t)::text FROM {table} t WHERE t.id = ANY (%s)", [ids])
            found |= {(table, row_id): _parsed(text) for row_id, text in cursor.fetchall()}
    return found


def _parsed(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = models.JSONField().from_db_value(text, None, connection)
    return parsed


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Guarded)}


def _said(field: models.Field, row: dict[str, Any]) -> str:
    value = row.get(field.column)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.DateField):
        return words.plain(field.to_python(value))
    return str(dict(field.flatchoices).get(value, value))


def _called(model: type[models.Model], row: dict[str, Any]) -> str:
    """What kind of record it is; of a code among many, which."""
    kind = str(model._meta.verbose_name).capitalize()
    list_name = _CODED.get(model._meta.db_table)
    return f"{kind}: {codes.words(list_name, row['code'])}" if list_name else kind


def _label(field: models.Field) -> str:
    return _LABELS.get(field.name) or str(field.verbose_name).capitalize()


_LABELS = {
    "birth_on": "Date of birth",
    "expected_birth_on": "Expected date of birth",
    "died_on": "Date of death",
    "from_on": "From",
    "until_on": "Until",
    "childs_words": "The child’s words",
    "upn_unknown": "Why there is no pupil number",
    "asked_on": "Asked on",
    "lines": "Address",
    "given": "First name",
    "family": "Family name",
}
