"""How urgent an enquiry is, who is asked on which basis, and what becomes of each question."""

from django.db.models import TextChoices

from holdfast.records.agencies.codes import AgencyKind

CHECK, LATE = "agency_check", "late_answer"
"""What waits in the wall's queue: a question for its answer, an answer after the decision for whoever decides."""


class Rating(TextChoices):
    """How urgent an enquiry is; how long each may take is the partnership's choice."""

    red = "red", "Red"
    amber = "amber", "Amber"
    green = "green", "Green"


class Counted(TextChoices):
    """Which hours count."""

    every_hour = "every_hour", "every hour of day and night"
    open_days = "open_days", "the hours of the days on which the front door is open"
    open_hours = "open_hours", "the hours in which the front door is open"


class EnquiryKind(TextChoices):
    """What the agencies are asked for."""

    front_door = "front_door", "Enquiry at the front door"
    section47 = "section47", "Checks for a section 47 enquiry"


class Source(TextChoices):
    """Which kind of service is asked."""

    school = "school", "School or college"
    gp_practice = "gp_practice", "GP practice"
    police = "police", "Police"
    health_visiting = "health_visiting", "Health visiting or school nursing"
    hospital = "hospital", "Hospital"
    housing = "housing", "Housing"
    adult_mental_health = "adult_mental_health", "Adult mental health"
    substance_misuse = "substance_misuse", "Drug and alcohol service"
    adult_social_care = "adult_social_care", "Adult social care"
    domestic_abuse = "domestic_abuse", "Domestic abuse service"
    probation = "probation", "Probation"
    early_help = "early_help", "Early help"
    another_authority = "another_authority", "Another authority"
    other = "other", "Another service"


ABOUT_ADULTS = frozenset(
    {
        Source.adult_mental_health,
        Source.substance_misuse,
        Source.adult_social_care,
        Source.domestic_abuse,
        Source.probation,
    }
)
"""Services whose records are of adults: they cannot look up a child, so an adult must be named."""

KIND_OF = {
    Source.school: AgencyKind.school,
    Source.gp_practice: AgencyKind.gp_practice,
    Source.police: AgencyKind.police,
    Source.health_visiting: AgencyKind.health,
    Source.hospital: AgencyKind.health,
    Source.housing: AgencyKind.housing,
    Source.adult_mental_health: AgencyKind.mental_health,
    Source.substance_misuse: AgencyKind.charity,
    Source.adult_social_care: AgencyKind.council_other,
    Source.domestic_abuse: AgencyKind.charity,
    Source.probation: AgencyKind.council_other,
    Source.early_help: AgencyKind.council_other,
    Source.another_authority: AgencyKind.council_other,
    Source.other: AgencyKind.charity,
}
"""The kind of agency that a service usually is: whom to offer, and how a question is counted that no agency got."""

ONE_OF_ITS_KIND = frozenset({Source.police, Source.housing, Source.adult_mental_health})
"""Services of which a kind of agency holds nothing else: where there is one such agency, it is the one."""


class Basis(TextChoices):
    """On which lawful basis something is shared; consent is none of those that a child at risk waits for."""

    public_task = "public_task", "Public task, with the condition of safeguarding children"
    legal_obligation = "legal_obligation", "Legal obligation, with the condition of safeguarding children"
    vital_interests = "vital_interests", "Vital interests: somebody’s life is in danger"
    consent = "consent", "Consent, where no child is at risk"


class ParentsTold(TextChoices):
    """What the parents know of the request, so that a partner does not tell them by mistake."""

    must_not = "must_not", "The parents must not be told"
    may = "may", "The parents may be told"
    know = "know", "The parents know that we ask"


class ReplyKind(TextChoices):
    """What an agency answers."""

    known = "known", "Known, with this"
    nothing_known = "nothing_known", "Nothing known"
    cannot_say = "cannot_say", "Cannot say, because"


class Via(TextChoices):
    """How an answer came."""

    inbox = "inbox", "In the agency’s inbox"
    link = "link", "By a one-time link"
    telephone = "telephone", "By telephone, typed by the front door"


class CheckStatus(TextChoices):
    """Where a question stands. Silence has a name of its own, and never that of an answer."""

    known = "known", "Known"
    nothing_known = "nothing_known", "Nothing known"
    cannot_say = "cannot_say", "Cannot say"
    asked = "asked", "Asked"
    chased = "chased", "Chased"
    no_reply = "no_reply", "No reply"
    waived = "waived", "No reply, waived"
    not_relevant = "not_relevant", "Not relevant"
    closed_not_asked = "closed_not_asked", "Closed, not asked"
    not_asked = "not_asked", "Not asked yet"


STANDS = frozenset(
    {
        CheckStatus.asked,
        CheckStatus.chased,
        CheckStatus.no_reply,
        CheckStatus.closed_not_asked,
        CheckStatus.not_asked,
    }
)
"""Blank: neither answered, nor left out with a reason, nor waived by a manager. Nothing may end over it."""

MEANING = {
    CheckStatus.known: "done",
    CheckStatus.nothing_known: "done",
    CheckStatus.cannot_say: "waiting",
    CheckStatus.asked: "running",
    CheckStatus.chased: "soon",
    CheckStatus.no_reply: "late",
    CheckStatus.waived: "stopped",
    CheckStatus.not_relevant: "stopped",
    CheckStatus.closed_not_asked: "restricted",
    CheckStatus.not_asked: "waiting",
}
"""What each means to the page that shows it."""


class ChaseHow(TextChoices):
    """How an agency was reminded."""

    telephone = "telephone", "By telephone"
    message = "message", "By message"
    in_person = "in_person", "In person"
    escalated = "escalated", "Raised with the named person"


class Mark(TextChoices):
    """Whether an answer helped whoever decides."""

    useful = "useful", "Useful"
    not_useful = "not_useful", "Not useful"


class ConsentFor(TextChoices):
    """What the family was asked to agree to."""

    sharing = "sharing", "Sharing information, where no child is at risk"
    early_help = "early_help", "Early help"


class ConsentStatus(TextChoices):
    """What the family said, or why nobody asked."""

    given = "given", "Given"
    refused = "refused", "Refused"
    withdrawn = "withdrawn", "Withdrawn"
    not_sought = "not_sought", "Not asked, because"
