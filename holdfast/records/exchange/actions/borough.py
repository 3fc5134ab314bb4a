"""Filling a demonstration with a borough that never was: the same records that people write, in bulk."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from holdfast.access import Purpose, Stage
from holdfast.borough import Borough
from holdfast.borough import model as told
from holdfast.borough.arriving import arriving
from holdfast.facts.schema import Row
from holdfast.kernel.identifiers import nhs_number_fault, upn_fault
from holdfast.kernel.refused import Refused
from holdfast.matching.spelling import search_keys
from holdfast.records.agencies.models import Agency, Post, Team
from holdfast.records.casework.models import (
    Assessment,
    AssessmentFactor,
    CoreGroup,
    Episode,
    ProtectionPlan,
    StrategyDiscussion,
    Visit,
)
from holdfast.records.casework.queries import every_open_episode
from holdfast.records.exchange.actions._helping import tell_of_helping
from holdfast.records.exchange.actions._shapes import PEOPLE, SHAPES, Shape, person_id, record_id
from holdfast.records.exchange.actions.borough_hub import fill_hub
from holdfast.records.frontdoor.actions import receive_envelope
from holdfast.records.frontdoor.codes import SOURCE_OF_ROLE
from holdfast.records.frontdoor.models import Contact
from holdfast.records.looks.actions import ask_everybody
from holdfast.records.people.actions.working import LASTS, ceiling_of
from holdfast.records.people.codes import INVERSE, RelationshipKind
from holdfast.records.people.models import (
    Absence,
    Address,
    Disability,
    Identifier,
    Involvement,
    Person,
    PersonName,
    Relationship,
)
from holdfast.wall.acting import PUBLIC, acting, service
from holdfast.wall.audit import record
from holdfast.wall.deeds import midnight
from holdfast.wall.due import recompute
from holdfast.wall.installation import is_demo
from holdfast.wall.models import Exclusion, Grant, Seal, User

LOADER = service("the demonstration")
BATCH = 2_000

_OF_EPISODE: dict[str, Any] = {"episode": ("episode", Episode)}
_OF_PLAN: dict[str, Any] = {"plan": ("protection_plan", ProtectionPlan)}
OURS: tuple[Shape, ...] = (
    Shape(
        table="contact",
        model=Contact,
        columns={"received_at": "received_at", "source": "source", "outcome": "outcome"},
    ),
    Shape(table="strategy_discussion", model=StrategyDiscussion, columns={"held_on": "held_on"}, parents=_OF_EPISODE),
    Shape(table="core_group", model=CoreGroup, columns={"held_on": "held_on"}, parents=_OF_PLAN),
    Shape(
        table="visit",
        model=Visit,
        columns={name: name for name in ("visited_on", "child_seen", "seen_alone")},
        parents=_OF_PLAN,
    ),
)
"""Records that no census tells of, and a borough does."""


def load_borough(*, borough: Borough, at: datetime) -> int:
    """Write the borough into the records of a demonstration; answers how many children it has.

    Raises Refused where the database is not a demonstration, or holds people already.
    """
    if not is_demo():
        raise Refused("Only a demonstration can be filled with invented people, and this database is not one.")
    with acting(actor=LOADER, purpose=Purpose.borough_load, reason="An invented borough") as _:
        if Person.objects.exists():
            raise Refused("There are people in this database already: a borough is loaded into an empty one.")
        users = _add_workers(borough)
        _add_people(borough)
        _add_records(borough)
        _add_involvements(borough, users)
        fill_hub(borough=borough, users=users, at=at, bulk=_bulk)
        children = [person_id(borough.authority, person.key) for person in borough.people if person.is_child]
        still_open = every_open_episode().values_list("child_id", flat=True).distinct()
        undecided = {person_id(borough.authority, str(row["child"])) for row in _undecided(borough)}
        helped = {_key(borough, str(row["child"])) for row in borough.facts.rows("early_help")}
        challenged = {_key(borough, each.child) for each in borough.hub.challenges}
        recompute(sorted({*still_open, *undecided, *helped, *challenged}), as_of=borough.as_of)
        _close_to_some(borough, users)
        record(what="load_borough", children=[], at=at, reason=f"{borough.name}, seed {borough.seed}")
    _tell_front_door(users, at=at)
    tell_of_helping(users, loader=LOADER, at=at)
    ask_everybody(at=at)
    return len(children)


def _tell_front_door(users: dict[str, User], *, at: datetime) -> None:
    """What people told in the last hours, by the same action as the referral form's."""
    for number, each in enumerate(arriving()):
        by = PUBLIC if each.by == "public" else users[each.by].actor
        user = users.get(each.by)
        who = {
            "teller_name": user.display_name,
            "teller_agency": user.agency_name,
            "teller_telephone": user.telephone,
            "source": SOURCE_OF_ROLE.get(user.role, ""),
        } if user else {}  # fmt: skip
        receive_envelope(
            form_key=uuid5(PEOPLE, f"arriving/{number}/{each.by}"),
            told={**who, **each.fields},
            children=each.children,
            by=by,
            purpose=Purpose.referring,
            at=at - each.before,
        )


def _undecided(borough: Borough) -> Iterator[Row]:
    return (row for row in borough.facts.rows("episode") if row["no_further_action"] is None)


def _add_workers(borough: Borough) -> dict[str, User]:
    agencies = {
        each.name: Agency(name=each.name, kind=each.kind, telephone=each.telephone) for each in borough.agencies
    }
    Agency.objects.bulk_create(agencies.values())
    teams = {
        (each.agency, each.name): Team(
            agency=agencies[each.agency], name=each.name, telephone=each.telephone, is_hub=each.is_hub
        )
        for each in borough.teams
    }
    Team.objects.bulk_create(teams.values())
    users = {each.username: _user(each) for each in borough.workers}
    User.objects.bulk_create(users.values())
    Post.objects.bulk_create(
        Post(team=teams[each.agency, each.team], holder=users[each.username], title=each.title, from_on=each.from_on)
        for each in borough.workers
    )
    return users


def _user(worker: told.Worker) -> User:
    user = User(
        username=worker.username, display_name=worker.display_name, role=worker.role.value,
        agency_name=worker.agency, telephone=worker.telephone,
    )  # fmt: skip
    user.set_unusable_password()
    return user


def _key(borough: Borough, key: str) -> UUID:
    return person_id(borough.authority, key)


def _add_people(borough: Borough) -> None:
    about = {str(row["child"]): row for row in borough.facts.rows("child")}
    _bulk(Person, (_person(borough, person, about.get(person.key, {})) for person in borough.people))
    everybody = [(_key(borough, person.key), person) for person in borough.people]
    _bulk(PersonName, (_name(key, name) for key, person in everybody for name in person.names))
    _bulk(Relationship, _relationships(borough))
    _bulk(
        Address,
        (_of_person(Address, key, each, "lines", "postcode", "telephone", "protected", "from_on", "until_on")
         for key, person in everybody for each in person.addresses),
    )  # fmt: skip
    _bulk(
        Absence,
        (_of_person(Absence, key, each, "what", "because", "note", "asked_on")
         for key, person in everybody for each in person.absences),
    )  # fmt: skip
    _bulk(Identifier, (_identifier(borough, row) for row in borough.facts.rows("identifier")))
    _bulk(
        Disability,
        (
            Disability(person_id=_key(borough, str(row["child"])), code=row["code"])
            for row in borough.facts.rows("disability")
        ),
    )


def _person(borough: Borough, person: told.Person, about: Row) -> Person:
    return Person(
        id=_key(borough, person.key), authority=borough.authority, local_id=person.key if person.is_child else None,
        is_child=person.is_child, birth_on=about.get("birth_on") if person.is_child else person.birth_on,
        expected_birth_on=about.get("expected_birth_on"), died_on=about.get("died_on"),
        sex=about.get("sex") or ("" if person.is_child else person.sex), ethnicity=about.get("ethnicity") or "",
        upn_unknown=about.get("upn_unknown") or "", needs_interpreter=person.needs_interpreter,
    )  # fmt: skip


def _name(key: UUID, name: told.Name) -> PersonName:
    return PersonName(
        person_id=key, kind=name.kind, given=name.given, family=name.family, from_on=name.from_on,
        until_on=name.until_on, search_keys=search_keys(name.given, name.family),
    )  # fmt: skip


def _of_person(model: Any, key: UUID, each: Any, *names: str) -> Any:
    return model(person_id=key, **{name: getattr(each, name) for name in names})


def _relationships(borough: Borough) -> Iterator[Relationship]:
    """Each relationship and its inverse; the borough tells siblings from both ends, which is once too often."""
    stored: set[tuple[UUID, UUID, str]] = set()
    for person in borough.people:
        for each in person.relationships:
            here, there = _key(borough, person.key), _key(borough, each.other)
            kind = RelationshipKind(each.kind)
            days = {"from_on": each.from_on, "until_on": each.until_on, "lives_with": each.lives_with}
            if (here, there, kind) not in stored:
                stored.add((here, there, kind))
                yield Relationship(
                    person_id=here,
                    other_id=there,
                    kind=kind,
                    parental_responsibility=each.parental_responsibility,
                    **days,
                )
            if (there, here, INVERSE[kind]) not in stored:
                stored.add((there, here, INVERSE[kind]))
                yield Relationship(person_id=there, other_id=here, kind=INVERSE[kind], **days)


def _identifier(borough: Borough, row: Row) -> Identifier:
    fault = (nhs_number_fault if row["kind"] == "nhs_number" else upn_fault)(str(row["value"]))
    child = _key(borough, str(row["child"]))
    return Identifier(person_id=child, kind=row["kind"], value=row["value"], check_digit_ok=fault is None)


def _add_records(borough: Borough) -> None:
    for shape in (*OURS[:1], *SHAPES, *OURS[1:]):
        rows = borough.facts.rows(shape.table)
        if shape.model is Episode:
            rows = [row for row in rows if row["no_further_action"] is not None]
        _bulk(shape.model, (_record(borough, shape, row) for row in rows))
    _bulk(AssessmentFactor, (_factor(borough, row) for row in borough.facts.rows("assessment_factor")))


def _record(borough: Borough, shape: Shape, row: Row) -> Any:
    child, key = _key(borough, str(row["child"])), str(row[shape.table])
    values = {name: row[column] for column, name in shape.columns.items() if row[column] is not None}
    parents = {
        f"{name}_id": record_id(child, model, str(row[column])) if row[column] is not None else None
        for name, (column, model) in shape.parents.items()
    }
    fields = {field.name for field in shape.model._meta.fields}
    said = borough.texts.get((shape.table, str(row["child"]), key), {})
    words = {name: text for name, text in said.items() if name in fields}
    return shape.model(id=record_id(child, shape.model, key), child_id=child, key=key, **values, **parents, **words)


def _factor(borough: Borough, row: Row) -> AssessmentFactor:
    child = _key(borough, str(row["child"]))
    assessment = record_id(child, Assessment, str(row["assessment"]))
    return AssessmentFactor(child_id=child, assessment_id=assessment, code=row["code"])


def _add_involvements(borough: Borough, users: dict[str, User]) -> None:
    teams = {(team.agency.name, team.name): team for team in Team.objects.select_related("agency")}
    each = [
        (told, Involvement(
            id=uuid5(PEOPLE, f"involvement/{told.child}/{told.worker}/{told.kind}/{told.from_on}"),
            person_id=_key(borough, told.child), worker=users[told.worker], team=teams.get((told.agency, told.team)),
            kind=told.kind, from_on=told.from_on, until_on=told.until_on,
        ))
        for told in borough.involvements
    ]  # fmt: skip
    _bulk(Involvement, (involvement for _, involvement in each))
    standing = [involvement for told, involvement in each if told.until_on is None or told.until_on > borough.as_of]
    sealed = {_key(borough, seal.child) for seal in borough.seals}
    _bulk(Grant, (_grant(involvement, borough.as_of, sealed) for involvement in standing if _reaches(involvement)))


def _reaches(involvement: Involvement) -> bool:
    return ceiling_of(involvement.worker.actor.role) is not Stage.nothing


def _grant(involvement: Involvement, as_of: date, sealed: set[UUID]) -> Grant:
    return Grant(
        id=involvement.id, user=involvement.worker, child_id=involvement.person_id, kind=involvement.kind,
        ceiling=int(ceiling_of(involvement.worker.actor.role)), reason=involvement.get_kind_display(),
        opens_seal=involvement.kind == "allocated_worker" and involvement.person_id in sealed,
        from_at=midnight(min(involvement.from_on, as_of)), until_at=midnight(as_of) + LASTS,
    )  # fmt: skip


def _close_to_some(borough: Borough, users: dict[str, User]) -> None:
    Seal.objects.bulk_create(
        Seal(child_id=_key(borough, seal.child), from_at=midnight(seal.from_on)) for seal in borough.seals
    )
    Exclusion.objects.bulk_create(
        Exclusion(user=users[each.worker], child_id=_key(borough, each.child), from_at=midnight(each.from_on))
        for each in borough.exclusions
    )


def _bulk(model: Any, records: Iterable[Any]) -> None:
    model.objects.bulk_create(records, batch_size=BATCH)
