"""Whoever is accused is shut out of every child whom it is about, whenever it comes out who the child is.

By their account, once the officer has said whose it is; by their name until then.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from holdfast.access import Purpose, Role, may_use
from holdfast.records.allegations.actions._rows import children_of
from holdfast.records.allegations.models import Allegation
from holdfast.records.frontdoor.models import AllegedWorker, Match
from holdfast.wall.acting import acting, service
from holdfast.wall.models import Exclusion, User

_SOFTWARE = service("allegations")
_WHY = "Accused in what was told of the child"
_AT_THE_FRONT_DOOR = [
    role.value
    for role in Role
    if any(may_use(role=role, purpose=each).allowed for each in (Purpose.front_door, Purpose.out_of_hours))
]


def shut_out(allegation: Allegation, *, at: datetime) -> Allegation:
    """The accused, where they have an account, may not open the children's records from this moment on.

    The software does it, with a reach of its own: whoever writes it down may not be one who shuts others out.
    """
    if allegation.accused_user_id:
        with acting(actor=_SOFTWARE, purpose=Purpose.allegations, reason=_WHY):
            for child_id in _told_of(allegation):
                _shut(_own_key(allegation), allegation.accused_user_id, child_id, at=at)
    return allegation


def let_in_again(allegation: Allegation, *, formerly: UUID | None, at: datetime) -> None:
    """Somebody whose account, or name, was taken for the accused's by mistake may open the records as before."""
    is_said = allegation.accused_user_id is not None and allegation.alleged is not None
    namesakes = _called(allegation.alleged.name) if is_said else []
    for user_id in {formerly, *namesakes} - {None, allegation.accused_user_id}:
        for child_id in _told_of(allegation):
            _open(_own_key(allegation), user_id, child_id, at=at)


def shut_out_of_found(child_id: UUID, envelope_id: UUID, at: datetime) -> None:
    """Shut whoever is accused in an envelope out of a child found in it; let them in where that was taken back."""
    with acting(actor=_SOFTWARE, purpose=Purpose.allegations, reason=_WHY):
        found = Match.objects.filter(named__envelope_id=envelope_id, child_id=child_id, undone_at=None)
        stands = found.exists() or Allegation.objects.filter(envelope_id=envelope_id, child_id=child_id).exists()
        for key, user_id in _accused_in(envelope_id):
            (_shut if stands else _open)(key, user_id, child_id, at=at)


def _accused_in(envelope_id: UUID) -> Iterator[tuple[UUID, UUID]]:
    """Everybody with an account who is, or may be, accused in it, with the key of the allegation."""
    for alleged in AllegedWorker.objects.filter(envelope_id=envelope_id):
        known = Allegation.objects.filter(alleged=alleged).values_list("accused_user_id", flat=True).first()
        for user_id in [known] if known else _called(alleged.name):
            yield alleged.id, user_id


def _called(name: str) -> list[UUID]:
    """Everybody of that name at the front door; whether a namesake elsewhere is meant, the officer says."""
    rows = User.objects.filter(display_name__iexact=name.strip(), role__in=_AT_THE_FRONT_DOOR)
    return list(rows.values_list("pk", flat=True))


def _told_of(allegation: Allegation) -> list[UUID]:
    """Every child whom it is about: the one it stands with, and whoever the front door found in the same envelope."""
    matched = Match.objects.filter(named__envelope_id=allegation.envelope_id, undone_at=None)
    found = matched.values_list("child_id", flat=True) if allegation.envelope_id else ()
    return list(dict.fromkeys([*children_of(allegation), *found]))


def _own_key(allegation: Allegation) -> UUID:
    """What was told has a key before anybody takes it up."""
    return allegation.alleged_id or allegation.id


def _shut(key: UUID, user_id: UUID, child_id: UUID, *, at: datetime) -> None:
    own_id = _id(key, user_id, child_id)
    if not Exclusion.objects.filter(pk=own_id, until_at=None).exists():
        shut = {"user_id": user_id, "child_id": child_id, "from_at": at, "until_at": None}
        Exclusion.objects.update_or_create(pk=own_id, defaults=shut)


def _open(key: UUID, user_id: UUID, child_id: UUID, *, at: datetime) -> None:
    for shut in Exclusion.objects.filter(pk=_id(key, user_id, child_id), until_at=None):
        shut.until_at = at
        shut.save(update_fields=["until_at"])


def _id(key: UUID, user_id: UUID, child_id: UUID) -> UUID:
    return uuid5(key, f"{user_id}/{child_id}")
