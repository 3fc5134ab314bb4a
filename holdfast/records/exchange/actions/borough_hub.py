"""Filling a demonstration's hub: enquiries with their answers, what was seen, early help, challenges; in bulk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from holdfast.access import Purpose, Stage
from holdfast.borough import Borough
from holdfast.borough import hub as told
from holdfast.facts.schema import Row
from holdfast.kernel.days import in_words
from holdfast.records.agencies.models import Agency
from holdfast.records.challenges.actions import accept_answer, answer_challenge, raise_challenge
from holdfast.records.challenges.codes import DecisionKind, Outcome, Theme
from holdfast.records.challenges.models import Challenge
from holdfast.records.challenges.queries.subjects import Subject
from holdfast.records.earlyhelp.models import Help, HelpedChild, Member
from holdfast.records.exchange.actions._shapes import person_id, record_id
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.mash.codes import Basis, EnquiryKind, ParentsTold, Via
from holdfast.records.mash.models import AskedAbout, Enquiry, Reply, Request
from holdfast.records.people.actions.working import LASTS
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.wall.acting import current
from holdfast.wall.deeds import midnight
from holdfast.wall.models import Grant, User

Bulk = Callable[[Any, Iterable[Any]], None]

_NECESSITY = "We must find out whether the child is being harmed, and ask for no more than that."
_QUESTION = "What do you know of this child and of the adults who live with them, in the last two years?"
_HELP_DAYS = (
    "referred_on", "start_due_on", "offered_on", "agreed_on", "refused_on", "started_on", "planned_on", "reviewed_on",
    "ended_on",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Filling:
    """What all of it needs to know: the borough, who works where, and the moment beyond which nothing has happened."""

    borough: Borough
    users: Mapping[str, User]
    agencies: Mapping[str, Agency]
    at: datetime

    def child(self, key: str) -> UUID:
        """The record of the borough's child."""
        return person_id(self.borough.authority, key)

    def come(self, moment: datetime | None) -> datetime | None:
        """The moment, if it has come."""
        return moment if moment and moment <= self.at else None


def fill_hub(*, borough: Borough, users: Mapping[str, User], at: datetime, bulk: Bulk) -> None:
    """Write what the borough's hub holds; inside the acting of whoever loads it."""
    filling = Filling(borough=borough, users=users, agencies={a.name: a for a in Agency.objects.all()}, at=at)
    _fill_enquiries(filling, bulk)
    bulk(Sighting, (_sighting(filling, each) for each in borough.hub.seen))
    bulk(Injury, (_injury(filling, each) for each in borough.hub.hurt))
    _fill_early_help(filling, bulk)
    _tell_challenges(filling)


def _fill_enquiries(filling: Filling, bulk: Bulk) -> None:
    started = [each for each in filling.borough.hub.enquiries if each.started_at <= filling.at]
    each = [(told_of, _enquiry(filling, told_of)) for told_of in started]
    asked = [
        (question, _request(filling, enquiry, question)) for told_of, enquiry in each for question in told_of.questions
    ]
    names = {person.key: person for person in filling.borough.people}
    bulk(Enquiry, (enquiry for _, enquiry in each))
    bulk(Request, (request for _, request in asked))
    people = {filling.child(key): person for key, person in names.items() if person.is_child}
    bulk(AskedAbout, (_about(request, people[request.child_id]) for _, request in asked))
    bulk(
        Reply, (_reply(filling, question, request) for question, request in asked if filling.come(question.answered_at))
    )


def _enquiry(filling: Filling, each: told.Enquiry) -> Enquiry:
    child = filling.child(each.child)
    manager = filling.users["carol"].id
    key = f"m{each.started_at.date()}"
    done_at = filling.come(each.completed_at)
    return Enquiry(
        id=record_id(child, Enquiry, key), child_id=child, key=key, kind=EnquiryKind.front_door,
        referral_id=record_id(child, Referral, each.episode) if each.episode else None,
        contact_id=record_id(child, Contact, each.contact) if each.contact else None,
        rating=each.colour, rated_at=each.started_at, rated_by=manager, basis=Basis.public_task, necessity=_NECESSITY,
        parents_told=ParentsTold.may, started_at=each.started_at, due_at=each.due_at, completed_at=done_at,
        completed_by=manager if done_at else None, completed_words="Put together for the decision." if done_at else "",
    )  # fmt: skip


def _request(filling: Filling, enquiry: Enquiry, each: told.Question) -> Request:
    key = f"{enquiry.key}/{each.source}"
    waived_at = filling.come(each.waived_at)
    return Request(
        id=record_id(enquiry.child_id, Request, key), child_id=enquiry.child_id, key=key, enquiry=enquiry,
        source=each.source, agency=filling.agencies[each.agency], agency_name=each.agency, question=_QUESTION,
        basis=enquiry.basis, necessity=enquiry.necessity, parents_told=enquiry.parents_told, asked_at=each.asked_at,
        asked_by=filling.users["grace"].id, due_at=enquiry.due_at, waived_at=waived_at,
        waived_by=enquiry.rated_by if waived_at else None, waived_because=each.waived_because if waived_at else "",
    )  # fmt: skip


def _about(request: Request, person: Any) -> AskedAbout:
    name = person.names[0] if person.names else None
    called = f"{name.given} {name.family}".strip() if name else "A child whose name is not known"
    return AskedAbout(
        id=uuid5(request.id, "about"), child_id=request.child_id, request=request, place=1,
        person_id=request.child_id, called=called, birth_on=person.birth_on,
    )  # fmt: skip


def _reply(filling: Filling, each: told.Question, request: Request) -> Reply:
    nothing = each.answer == "nothing_known"
    assert each.answered_at is not None
    return Reply(
        id=uuid5(request.id, "reply"), child_id=request.child_id, request=request, kind=each.answer, words=each.words,
        searched_where="Our own records, by name, birth date and address" if nothing else "",
        searched_by="The safeguarding lead" if nothing else "",
        searched_on=each.answered_at.date() if nothing else None, via=Via.telephone, said_by="The safeguarding lead",
        replied_at=each.answered_at, replied_by=filling.users["grace"].id, answers_so_far=0,
    )  # fmt: skip


def _seen_by(filling: Filling, each: told.Seen | told.Hurt, kind: str, number: str) -> dict[str, Any]:
    child = filling.child(each.child)
    return {
        "id": uuid5(child, f"{kind}/{each.seen_on}/{each.agency}/{number}"),
        "child_id": child,
        "agency": filling.agencies[each.agency],
        "agency_name": each.agency,
        "seen_by_post": each.by,
        "seen_on": each.seen_on,
        "told_on": each.seen_on,
        "written_by": current().actor.id,
    }


def _sighting(filling: Filling, each: told.Seen) -> Sighting:
    return Sighting(
        **_seen_by(filling, each, "sighting", each.what), what=each.what, setting=each.setting, saw=each.saw
    )


def _injury(filling: Filling, each: told.Hurt) -> Injury:
    return Injury(
        **_seen_by(filling, each, "injury", each.site),
        site=each.site,
        kind=each.kind,
        explanation=each.explanation,
        explained_by=each.explained_by,
        explained_in_words=each.words,
    )


def _fill_early_help(filling: Filling, bulk: Bulk) -> None:
    rows = filling.borough.facts.rows("early_help")
    helped = [(row, _help(filling, row)) for row in rows]
    bulk(Help, (family for _, family in helped))
    bulk(HelpedChild, (_of_help(HelpedChild, family) for _, family in helped))
    bulk(Member, (_lead(filling, row, family) for row, family in helped if row["lead_from_on"]))


def _help(filling: Filling, row: Row) -> Help:
    child = filling.child(str(row["child"]))
    days = {name: row[name] for name in _HELP_DAYS}
    refused = row["refused_on"] is not None
    return Help(
        id=record_id(child, Help, str(row["early_help"])), child_id=child, key=row["early_help"], source=row["source"],
        level=row["level"], owner=filling.users["uma"], assessed_on=row["planned_on"], outcome=row["outcome"] or "",
        wanted="Help with the mornings, and somebody to talk with.",
        refusal_words="We manage." if refused else "", risk_if_refused="no" if refused else "",
        ending_words="The family manages, and knows whom to ring." if row["ended_on"] and not refused else "", **days,
    )  # fmt: skip


def _lead(filling: Filling, row: Row, family: Help) -> Member:
    leads = [filling.users[name] for name in ("helen", "farah")]
    lead = leads[int(str(row["child"])[-1]) % 2]
    return _of_help(
        Member, family, user=lead, name=lead.display_name, agency=lead.agency_name, telephone=lead.telephone,
        is_lead=True, from_on=row["lead_from_on"], until_on=row["ended_on"],
    )  # fmt: skip


def _of_help(model: Any, family: Help, **more: Any) -> Any:
    return model(id=uuid5(family.id, model._meta.model_name), child_id=family.child_id, help=family, **more)


def _tell_challenges(filling: Filling) -> None:
    """By the same actions as people's, since nobody but whoever disagrees may write a challenge."""
    for each in filling.borough.hub.challenges:
        child = filling.child(each.child)
        raiser = filling.users[each.by]
        _let_challenge(filling, raiser, child)
        subject = Subject(
            kind=DecisionKind.referral, id=record_id(child, Referral, each.episode), child_id=child,
            about=f"The decision on the referral of {in_words(date.fromisoformat(each.episode[:10]))}",
            decided_by=None, back_url="",
        )  # fmt: skip
        raised = raise_challenge(
            subject=subject, theme=Theme(each.theme), words=each.words, record_id=uuid5(child, "challenge"),
            by=raiser.actor, purpose=Purpose.challenging, at=each.raised_at,
        )  # fmt: skip
        if each.answered_at:
            _answer(filling, each, raised)


def _let_challenge(filling: Filling, user: User, child: UUID) -> None:
    began = midnight(filling.borough.as_of - timedelta(days=500))
    grant = Grant(
        id=uuid5(child, f"may challenge/{user.username}"), user=user, child_id=child, kind="partner",
        ceiling=int(Stage.pointer), reason="Works with the family", from_at=began,
        until_at=midnight(filling.borough.as_of) + LASTS,
    )  # fmt: skip
    grant.save(force_insert=True)


def _answer(filling: Filling, each: told.Challenge, raised: UUID) -> None:
    """At the stage where it stood by then: another front-door manager first, then the head of service."""
    assert each.answered_at is not None and each.closed_at is not None
    in_time = each.answered_at < each.due_at[0]
    hearer = filling.users["rosa" if in_time else "tess"].actor
    standing = Challenge.objects.get(pk=raised)
    answered = answer_challenge(
        challenge=standing, outcome=Outcome(each.outcome), words=each.answer, expected_version=standing.version,
        by=hearer, purpose=Purpose.front_door, at=each.answered_at,
    )  # fmt: skip
    accept_answer(
        challenge=answered, words="Thank you. That answers it.", expected_version=answered.version,
        by=filling.users[each.by].actor, purpose=Purpose.challenging, at=each.closed_at,
    )  # fmt: skip
