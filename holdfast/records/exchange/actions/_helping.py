"""A demonstration's early help, its directory, and its allegations: by the same actions as people's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from holdfast.access import Purpose
from holdfast.borough.helping import Alleged, Family, alleged, directory, families
from holdfast.records.allegations.actions import take_up
from holdfast.records.casework.queries import every_open_episode
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.actions.feed import take_in_feed
from holdfast.records.earlyhelp.actions.reading import services_in
from holdfast.records.earlyhelp.codes import HelpOutcome, HelpSource, Reached, Result, Risk
from holdfast.records.earlyhelp.models import Help, Outcome
from holdfast.records.exchange.actions._shapes import PEOPLE
from holdfast.records.frontdoor.actions import receive_envelope
from holdfast.records.frontdoor.actions.receiving import Around
from holdfast.records.frontdoor.codes import SOURCE_OF_ROLE
from holdfast.records.frontdoor.models import AllegedWorker
from holdfast.records.people.models import Person
from holdfast.wall.acting import Actor, acting
from holdfast.wall.deeds import day_of
from holdfast.wall.due import recompute
from holdfast.wall.models import User


def tell_of_helping(users: Mapping[str, User], *, loader: Actor, at: datetime) -> None:
    """Families in early help, the directory, and allegations, told by the personas whose work they are."""
    if not {"uma", "quinn"} <= users.keys():
        return
    with acting(actor=loader, purpose=Purpose.borough_load):
        busy = every_open_episode().values("child_id")
        free = Person.objects.filter(is_child=True, died_on=None, birth_on__isnull=False).exclude(pk__in=busy)
        free = free.exclude(pk__in=Help.objects.values("child_id"))
        keys = list(free.order_by("local_id").values_list("pk", flat=True)[:60])
    uma = users["uma"].actor
    with acting(actor=uma, purpose=Purpose.early_help, reason="An invented borough"):
        reached = list(Person.objects.filter(pk__in=keys).order_by("local_id"))
        for story, child in zip(families(), reached[::4], strict=False):
            _Told(story, users, uma, day_of(at), at).tell(child)
        take_in_feed(
            services=services_in(directory()), name="Alderbrook family information", by=uma,
            purpose=Purpose.early_help, at=at,
        )  # fmt: skip
    with acting(actor=loader, purpose=Purpose.borough_load):
        recompute(keys, as_of=day_of(at))
    for each in alleged():
        _tell_of_worker(each, users, at=at)


@dataclass(frozen=True)
class _Told:
    """One family's story, told step by step as far as it goes."""

    story: Family
    users: Mapping[str, User]
    uma: Actor
    today: date
    at: datetime

    def tell(self, child: Person) -> None:
        """Write the family's early help."""
        story, doing = self.story, self._doing(self.story.asked)
        family = actions.offer_early_help(
            child=child, source=HelpSource(story.source), wanted=story.wanted, level=story.level,
            asked_by=story.asked_by, worked_on=story.worked_on, **doing,
        )  # fmt: skip
        self._speak(family)
        self._agree(family, child)
        self._plan(family)
        if story.ended:
            end = {"outcome": HelpOutcome(story.texts["ending"]), "why": story.texts["ending_words"]}
            after = self._day(story.ended) + timedelta(weeks=12)
            self._change(actions.end_help, family, story.ended, "ended_on", **end, check_due_on=after)

    def _speak(self, family: Help) -> None:
        for days in self.story.tried:
            tried = {"tried_on": self._day(days), "how": Reached.telephone, "reached": False}
            actions.record_attempt(family=family, words="Nobody answered.", **tried, **self._doing(days))
        if self.story.reached:
            spoken = {"tried_on": self._day(self.story.reached), "how": Reached.visit, "reached": True}
            actions.record_attempt(family=family, **spoken, **self._doing(self.story.reached))
        if self.story.refused:
            texts = self.story.texts
            risk = {"raises_risk": Risk(texts["risk"]), "risk_words": texts["risk_words"], "why": texts["refusal"]}
            self._change(actions.record_refusal, family, self.story.refused, "refused_on", **risk)

    def _agree(self, family: Help, child: Person) -> None:
        story, texts = self.story, self.story.texts
        if not story.agreed:
            return
        agreed = {
            "given_by": "The mother",
            "agreed_on": self._day(story.agreed),
            "to_what": "Help, and the school told",
        }
        actions.record_agreement(family=family, **agreed, **self._doing(story.agreed))
        lead = self.users[story.lead]
        actions.name_lead(family=family, user=lead, from_on=self._day(story.agreed), **self._doing(story.agreed))
        if story.assessed:
            said = {name: texts.get(name, "") for name in ("strengths", "worries")}
            heard = {child.id: texts.get("child_said", "")}
            on = self._day(story.assessed)
            doing = self._doing(story.assessed)
            actions.record_assessment(family=family, completed_on=on, childs_words=heard, **said, **doing)

    def _plan(self, family: Help) -> None:
        story, texts = self.story, self.story.texts
        if not story.planned:
            return
        wanted = {name: texts[name] for name in ("measure", "baseline", "target")}
        lead = self.users[story.lead].display_name
        due_on = self.today + timedelta(days=40)
        doing = self._doing(story.planned)
        actions.add_outcome(family=family, wanted=texts["outcome"], who=lead, due_on=due_on, **wanted, **doing)
        first = self._day(story.planned) + timedelta(weeks=6)
        self._change(actions.make_plan, family, story.planned, "planned_on", review_due_on=first)
        if story.reviewed:
            outcome = Outcome.objects.get(help=family)
            readings = {outcome.pk: (texts["reading"], Result(texts["result"]))}
            held = {"held_on": self._day(story.reviewed), "words": "Better, and not yet safe from a bad month."}
            next_on = self.today + timedelta(days=9)
            doing = self._doing(story.reviewed)
            actions.hold_review(family=family, next_on=next_on, readings=readings, **held, **doing)

    def _change(self, action: Any, family: Help, days: int, name: str, **said: Any) -> None:
        version = Help.objects.get(pk=family.pk).version
        action(family=family, expected_version=version, **{name: self._day(days)}, **said, **self._doing(days))

    def _day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _doing(self, days: int) -> dict[str, Any]:
        return {"by": self.uma, "purpose": Purpose.early_help, "at": self.at - timedelta(days=days)}


def _tell_of_worker(each: Alleged, users: Mapping[str, User], *, at: datetime) -> None:
    teller, quinn = users[each.by], users["quinn"].actor
    told = {
        "danger": "no", "what_happened": each.what, "teller_name": teller.display_name,
        "teller_agency": teller.agency_name, "teller_telephone": teller.telephone,
        "source": SOURCE_OF_ROLE.get(teller.role, ""),
    }  # fmt: skip
    worker = {"name": each.name, "employer": each.employer, "roles": each.roles, "works_with_children": "yes"}
    receipt = receive_envelope(
        form_key=uuid5(PEOPLE, f"alleged/{each.name}"), told=told, children=[{}], around=Around(alleged=[worker]),
        by=teller.actor, purpose=Purpose.referring, at=at - timedelta(hours=each.hours_ago),
    )  # fmt: skip
    if each.take_up:
        with acting(actor=quinn, purpose=Purpose.allegations):
            alleged_worker = AllegedWorker.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
            take_up(alleged=alleged_worker, by=quinn, purpose=Purpose.allegations, at=at - timedelta(hours=2))
