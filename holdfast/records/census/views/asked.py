"""What the pages of the census have in common: which year, when it must be sent, and how a finding reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import NotFound
from holdfast.records.census.codes import Severity
from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries import years_checked
from holdfast.records.census.queries.sending import year_to_send
from holdfast.records.census.queries.whole import WholeFinding
from holdfast.records.census.views.mending import MENDING
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current

SEEING = (Purpose.statutory_return, Purpose.direct_work, Purpose.front_door)
"""Those who see findings on children: who sends the return, and who can mend what it finds."""
COUNTING = (Purpose.statutory_return, Purpose.front_door, Purpose.analysis)
"""Those who see how many there are, and no child."""

PLACES = {
    "child": "the child’s own details",
    "identifier": "the child’s numbers",
    "disability": "the child’s disabilities",
    "episode": "the referral and its case",
    "assessment": "the assessment",
    "assessment_factor": "the factors of the assessment",
    "section47": "the section 47 enquiry",
    "conference": "the conference",
    "protection_plan": "the child protection plan",
    "plan_review": "the review of the plan",
    "need_plan": "the child in need plan",
    "pre_proceedings": "the work before court",
}
"""What a table of facts is called on a page."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A finding as a page shows it."""

    finding: CensusFinding | WholeFinding
    child: str
    child_url: str
    tag: str
    meaning: str
    where: str
    who: str
    mend_url: str
    explain_url: str
    take_back_url: str


def year_asked(request: HttpRequest) -> int:
    """The census that the page is about: the one asked for, else the one that must be sent next."""
    named = request.GET.get("year", "")
    if named:
        if not re.fullmatch("20[0-9]{2}", named):
            raise NotFound("There is no census of that year.")
        return int(named)
    return year_to_send(as_of=request.today)


def years_offered(year: int) -> list[tuple[str, str]]:
    """The censuses of which the records were checked, the latest first."""
    return [(str(each), CollectionYear.ending(each).label) for each in sorted({*years_checked(), year}, reverse=True)]


def shown(findings: Iterable[CensusFinding], *, as_of: date) -> list[Shown]:
    """The findings with what each reader may know of the child, and what each may do about it."""
    findings = list(findings)
    may_mend = current().purpose in MENDING
    children = {each.child_id: each.child for each in findings}
    names = display_names(children.values(), as_of=as_of) if current().reach.names else {}
    return [_shown(each, names.get(each.child_id, ""), may_mend) for each in findings]


def _shown(finding: CensusFinding, name: str, may_mend: bool) -> Shown:
    tag, meaning = _standing(finding)
    number = f"number {finding.child.local_id}"
    stands = finding.gone_at is None
    may_explain = stands and finding.severity == Severity.query and current().reach.writes
    return Shown(
        finding=finding,
        child=f"{name}, {number}" if name else f"Child {finding.child.local_id}",
        child_url=reverse("desk:child", args=[finding.child_id]) if may_mend else "",
        tag=tag,
        meaning=meaning,
        where=PLACES.get(finding.table, ""),
        who=who_can_mend(finding),
        mend_url=finding.mend_url if stands and may_mend else "",
        explain_url=reverse("census:explain", args=[finding.id]) if may_explain else "",
        take_back_url=reverse("census:take_back", args=[finding.id]) if may_explain else "",
    )


def shown_whole(found: Iterable[WholeFinding]) -> list[Shown]:
    """What was found about the whole of a census; whoever sends it may explain a question."""
    sends = current().purpose is Purpose.statutory_return
    return [_shown_whole(each, may_explain=sends and each.severity == Severity.query) for each in found]


def _shown_whole(finding: WholeFinding, *, may_explain: bool) -> Shown:
    tag, meaning = _standing(finding)
    about = [finding.year, finding.authority, finding.rule]
    may_explain = may_explain and finding.gone_at is None
    return Shown(
        finding=finding,
        child=f"The whole census of authority {finding.authority}",
        child_url="",
        tag=tag,
        meaning=meaning,
        where="",
        who="whoever sends the census",
        mend_url="",
        explain_url=reverse("census:explain_whole", args=about) if may_explain else "",
        take_back_url=reverse("census:take_back_whole", args=about) if may_explain else "",
    )


def who_can_mend(finding: CensusFinding) -> str:
    """The person and the team; said where nobody is known."""
    named = [finding.worker.display_name if finding.worker else "", finding.team.name if finding.team else ""]
    return ", ".join(filter(None, named)) or "nobody is allocated"


def _standing(finding: CensusFinding | WholeFinding) -> tuple[str, str]:
    """How it stands, in a word, and what that means."""
    if finding.gone_at:
        return "Mended", "done"
    if finding.is_explained:
        return "Explained", "done"
    if finding.is_carried:
        return "Explained last year: confirm", "waiting"
    return ("Error", "danger") if finding.severity == Severity.error else ("Question", "waiting")
