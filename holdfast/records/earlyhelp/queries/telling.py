"""Everything that early help knows of a family, as the front door is told it when help is stepped up."""

from datetime import date
from typing import Any

from holdfast.records.earlyhelp.codes import Result
from holdfast.records.earlyhelp.models import Agreement, Asking, Assessment, Attempt, Help, Member, Outcome, Review
from holdfast.records.earlyhelp.queries.standing import children_of
from holdfast.records.frontdoor.codes import SOURCE_OF_ROLE, Answer
from holdfast.records.people.models import Address
from holdfast.records.people.queries import names
from holdfast.records.people.queries.person import standing
from holdfast.wall.acting import Actor
from holdfast.wall.models import User
from holdfast.web import words

_MOST = 20_000


def told_of(family: Help, *, reason: str, by: Actor, as_of: date) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The fields of an envelope and of its named children, so that nobody types again what early help knows."""
    user = User.objects.filter(pk=by.id).first()
    helped = children_of(family, as_of=as_of)
    said = [f"{name}: “{row.words}”" for row, name in helped if row.words]
    told = {
        "teller_name": user.display_name if user else by.name,
        "teller_agency": user.agency_name if user else "",
        "teller_telephone": user.telephone if user else "",
        "source": SOURCE_OF_ROLE.get(by.role_name, "5B"),
        "what_happened": _story(family, reason=reason)[:_MOST],
        "child_said": "\n".join(said),
        "household": _household(family),
        "parents_know": Answer.not_sure,
    }
    return told, [_child(row.child, as_of) for row, _ in helped]


def _story(family: Help, *, reason: str) -> str:
    parts = [
        reason.strip(),
        f"Stepped up from early help, asked for on {words.day(family.referred_on)} ({family.get_source_display()}).",
        _headed("What was asked for", family.wanted),
        _headed("What children’s social care had worked on", family.worked_on),
        *_assessed(family),
        *_planned(family),
        *(_headed(f"Review on {words.day(each.held_on)}", each.words) for each in _of(Review, family, "held_on")),
        _refused(family),
        _headed("Who works with the family", _team(family)),
    ]
    return "\n\n".join(filter(None, parts))


def _assessed(family: Help) -> list[str]:
    return [
        "\n".join(
            filter(
                None,
                (
                    f"Assessment on {words.day(each.completed_on)}",
                    _said("Strengths", each.strengths),
                    _said("Worries", each.worries),
                    _said("What we know", each.what_we_know),
                    _said("What we do not know", each.what_we_do_not_know),
                    _said("The family says", each.family_words),
                ),
            )
        )
        for each in _of(Assessment, family, "completed_on")
    ]


def _planned(family: Help) -> list[str]:
    lines = [
        f"{each.wanted} ({each.who}): {Result(each.result).label.lower()}"
        f"{f', now {each.reading}' if each.reading else ''}{f', aim {each.target}' if each.target else ''}"
        for each in _of(Outcome, family, "id")
    ]
    return [_headed("The plan", "\n".join(lines))] if lines else []


def _refused(family: Help) -> str:
    if not family.risk_words:
        return ""
    when = words.day(family.refused_on) if family.refused_on else "before"
    risk = family.get_risk_if_refused_display()
    return _headed(
        f"Refused or withdrawn ({when})", f"{family.refusal_words}\nMore at risk? {risk}. {family.risk_words}"
    )


def _team(family: Help) -> str:
    rows = Member.objects.filter(help=family, until_on=None).order_by("-is_lead", "name")
    return "\n".join(
        ", ".join(filter(None, (each.name, each.agency, each.telephone, "lead professional" if each.is_lead else "")))
        for each in rows
    )


def _household(family: Help) -> str:
    asking = Asking.objects.filter(help=family).first()
    agreed = Agreement.objects.filter(help=family, withdrawn_on=None).order_by("-agreed_on").first()
    tried = Attempt.objects.filter(help=family).order_by("-tried_on").first()
    lines = (
        _said("Asked by", asking.asked_by) if asking else "",
        _said("How to reach the family safely", asking.how_to_reach) if asking else "",
        f"{agreed.given_by} agreed to early help on {words.day(agreed.agreed_on)}." if agreed else "",
        _said("Do not speak with, or share", agreed.not_to_what) if agreed else "",
        f"Last spoken with or tried: {words.day(tried.tried_on)}." if tried else "",
    )
    return "\n".join(filter(None, lines))


def _child(child: Any, as_of: date) -> dict[str, Any]:
    name = next(iter(names(person_id=child.id)), None)
    home = Address.objects.filter(standing(as_of), person_id=child.id, protected=False).order_by("-from_on").first()
    return {
        "given": name.given if name else "",
        "family": name.family if name else "",
        "birth_on": child.birth_on,
        "expected_on": child.expected_birth_on,
        "address": ", ".join(filter(None, (home.lines, home.postcode))) if home else "",
        "communication_needs": f"Known here as number {child.local_id}." if child.local_id else "",
        "language_needs": child.needs_interpreter,
    }


def _of(model: Any, family: Help, by: str) -> Any:
    return model.objects.filter(help=family).order_by(by)


def _headed(title: str, text: str) -> str:
    return f"{title}\n{text.strip()}" if text.strip() else ""


def _said(title: str, text: str) -> str:
    return f"{title}: {text.strip()}" if text.strip() else ""
