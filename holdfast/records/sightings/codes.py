"""How a child was seen or not, what was seen on the body, and what is for the decision-maker alone."""

from datetime import timedelta

from django.db.models import TextChoices

from holdfast.web.body import CHOICES as SITES

__all__ = [
    "NEAR",
    "SEEN",
    "SITES",
    "DoctorLooked",
    "ExplainedBy",
    "Explanation",
    "InjuryKind",
    "Sensitive",
    "Setting",
    "Size",
    "What",
]


class What(TextChoices):
    """Whether somebody saw the child; a child does not miss an appointment, somebody did not bring them."""

    seen = "seen", "Seen"
    kept = "kept", "Brought to an appointment"
    was_not_brought = "was_not_brought", "Was not brought to an appointment"
    not_seen = "not_seen", "Not seen"


SEEN = frozenset({What.seen, What.kept})
"""Those on which somebody's eyes were on the child."""


class Setting(TextChoices):
    """Where."""

    home = "home", "At home"
    school = "school", "At school or college"
    nursery = "nursery", "At nursery or with a childminder"
    surgery = "surgery", "At a GP practice"
    hospital = "hospital", "At a hospital"
    clinic = "clinic", "At a clinic or another health service"
    police = "police", "Met by the police"
    street = "street", "In the street or a public place"
    elsewhere = "elsewhere", "Somewhere else"


class Sensitive(TextChoices):
    """Why a line is for the decision-maker alone; empty where it is not."""

    police_intelligence = "police_intelligence", "Police intelligence"
    health_detail = "health_detail", "Health detail"
    source_at_risk = "source_at_risk", "Whoever told it would be at risk"


class InjuryKind(TextChoices):
    """What the injury is, as it was seen or diagnosed."""

    bruise = "bruise", "Bruise"
    cut = "cut", "Cut or graze"
    burn = "burn", "Burn or scald"
    bite = "bite", "Bite"
    fracture = "fracture", "Fracture"
    swelling = "swelling", "Swelling"
    mark = "mark", "Red mark, such as of a hand or a belt"
    head_injury = "head_injury", "Head injury"
    internal = "internal", "Internal injury"
    scar = "scar", "Scar or healed mark"
    other = "other", "Something else"


class Size(TextChoices):
    """How large, in what everybody can picture; a measured size may stand beside it."""

    pinhead = "pinhead", "Smaller than a fingertip"
    fingertip = "fingertip", "Like a fingertip"
    coin = "coin", "Like a coin"
    palm = "palm", "Like the child’s palm"
    larger = "larger", "Larger than the child’s palm"


class Explanation(TextChoices):
    """What kind of explanation was given; empty where nobody asked or nothing was said of it."""

    fell = "fell", "Fell or knocked into something"
    by_themself = "by_themself", "Did it to themself"
    by_a_child = "by_a_child", "Another child did it"
    by_an_adult = "by_an_adult", "An adult did it"
    hot_or_sharp = "hot_or_sharp", "Touched something hot or sharp"
    animal = "animal", "An animal did it"
    medical = "medical", "An illness, treatment or birthmark"
    not_known = "not_known", "Asked, and they do not know"
    would_not_say = "would_not_say", "Asked, and they would not say"
    other = "other", "Another explanation"


class ExplainedBy(TextChoices):
    """Who gave the explanation."""

    child = "child", "The child"
    mother = "mother", "The mother"
    father = "father", "The father"
    carer = "carer", "A carer or step-parent"
    sibling = "sibling", "A brother or sister"
    professional = "professional", "A professional’s own opinion"
    somebody_else = "somebody_else", "Somebody else"


class DoctorLooked(TextChoices):
    """Whether a doctor looked at it."""

    yes = "yes", "Yes"
    no = "no", "No"
    not_known = "not_known", "Not known"


NEAR = timedelta(days=14)
"""Injuries at one place, seen within so many days of each other, may be one told twice: a bruise lasts so long."""
