"""What somebody saw of the child: agencies' sightings and injuries, and social workers' visits."""

from collections.abc import Collection
from uuid import UUID

from holdfast.desk.chronology._line import Lines, lines, of, quoted
from holdfast.records.casework.models import Visit
from holdfast.records.sightings.codes import SEEN, Sensitive, What
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.records.sightings.queries import injuries_of, sightings_of
from holdfast.web.body import PARTS


def sightings(children: Collection[UUID]) -> Lines:
    """Every time that an agency saw the child, or should have."""
    for row in sightings_of(children):
        missed = row.what not in SEEN
        tag, meaning = ("Sensitive", "restricted") if row.sensitive else _missed(row)
        yield of(
            row, on=row.seen_on, title=_title(row), kind="seen", agency=row.whose, counts=True, significant=missed,
            text=lines(row.by, row.why_not, row.saw, quoted(row.childs_words), _why_sensitive(row)), tag=tag,
            meaning=meaning, saw=not missed, missed=row.what == What.was_not_brought,
        )  # fmt: skip


def injuries(children: Collection[UUID]) -> Lines:
    """Every injury that was seen; whoever saw one in an agency saw the child."""
    for row in injuries_of(children):
        yield of(
            row, on=row.seen_on, title=f"{row.get_kind_display()}: {_inside(PARTS[row.site].words)}", kind="seen",
            agency=row.whose, significant=True, tag="Injury", meaning="danger", saw=row.agency_id is not None,
            text=lines(row.by, row.looks, explained(row)), told_on=row.told_on,
        )  # fmt: skip


def explained(injury: Injury) -> str:
    """How the injury was explained, and by whom, in a sentence; that nobody asked is said too."""
    if not injury.explanation:
        return "No explanation is recorded."
    who = injury.get_explained_by_display() if injury.explained_by else "It is not recorded who"
    in_words = f": “{injury.explained_in_words}”" if injury.explained_in_words else ""
    return f"Explained as: {_inside(injury.get_explanation_display())}{in_words}. {who} said so."


def visits(children: Collection[UUID]) -> Lines:
    """Social workers' visits."""
    for row in Visit.objects.filter(child_id__in=children):
        title, meaning = _seen(row)
        unseen = row.child_seen is False
        yield of(
            row, on=row.visited_on, title=title, kind="visited", counts=True, significant=unseen,
            text=lines(row.not_seen_because, quoted(row.childs_words), row.what_happened),
            tag="Not seen" if unseen else "", meaning=meaning, saw=bool(row.child_seen),
        )  # fmt: skip


def _title(row: Sighting) -> str:
    where = f" {_inside(row.get_setting_display())}" if row.setting else ""
    return f"{row.get_what_display()}{where}"


def _missed(row: Sighting) -> tuple[str, str]:
    return {What.was_not_brought: ("Was not brought", "late"), What.not_seen: ("Not seen", "late")}.get(
        What(row.what), ("", "")
    )


def _why_sensitive(row: Sighting) -> str:
    return f"For the decision-maker alone: {Sensitive(row.sensitive).label.lower()}." if row.sensitive else ""


def _seen(visit: Visit) -> tuple[str, str]:
    if visit.child_seen is False:
        return "Visit: the child was not seen", "late"
    if visit.seen_alone:
        return "Visit: seen alone", ""
    return ("Visit: seen with others there", "") if visit.child_seen else ("Visit", "")


def _inside(label: str) -> str:
    """A label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]
