"""How people are related, named and known."""

from django.db.models import TextChoices


class NameKind(TextChoices):
    """What a name is to the person."""

    legal = "legal", "Legal name"
    preferred = "preferred", "Preferred name"
    alias = "alias", "Also known as"
    former = "former", "Former name"


class IdentifierKind(TextChoices):
    """Whose number it is."""

    upn = "upn", "Unique pupil number"
    former_upn = "former_upn", "Former unique pupil number"
    nhs_number = "nhs_number", "NHS number"


class RelationshipKind(TextChoices):
    """What the other person is to this one; each has its inverse in `INVERSE`."""

    mother = "mother", "Mother"
    father = "father", "Father"
    parent = "parent", "Parent"
    step_parent = "step_parent", "Step-parent"
    carer = "carer", "Carer"
    grandparent = "grandparent", "Grandparent"
    partner = "partner", "Partner"
    sibling = "sibling", "Brother or sister"
    half_sibling = "half_sibling", "Half-brother or half-sister"
    child = "child", "Child"
    step_child = "step_child", "Step-child"
    cared_for = "cared_for", "Child cared for"
    grandchild = "grandchild", "Grandchild"
    other_family = "other_family", "Other family"


INVERSE = {
    RelationshipKind.mother: RelationshipKind.child,
    RelationshipKind.father: RelationshipKind.child,
    RelationshipKind.parent: RelationshipKind.child,
    RelationshipKind.child: RelationshipKind.parent,
    RelationshipKind.step_parent: RelationshipKind.step_child,
    RelationshipKind.step_child: RelationshipKind.step_parent,
    RelationshipKind.carer: RelationshipKind.cared_for,
    RelationshipKind.cared_for: RelationshipKind.carer,
    RelationshipKind.grandparent: RelationshipKind.grandchild,
    RelationshipKind.grandchild: RelationshipKind.grandparent,
    RelationshipKind.partner: RelationshipKind.partner,
    RelationshipKind.sibling: RelationshipKind.sibling,
    RelationshipKind.half_sibling: RelationshipKind.half_sibling,
    RelationshipKind.other_family: RelationshipKind.other_family,
}


class AbsenceOf(TextChoices):
    """What was asked for and is not known."""

    father = "father", "Who the father is"
    mother = "mother", "Who the mother is"
    name = "name", "The name"
    address = "address", "The address"
    school = "school", "The school"
    gp = "gp", "The GP practice"


class AbsenceBecause(TextChoices):
    """Why it is not known; silence never reads as nothing known."""

    asked_no_reply = "asked_no_reply", "Asked, no reply"
    asked_not_known = "asked_not_known", "Asked, not known"
    asked_refused = "asked_refused", "Asked, they would not say"
    not_asked = "not_asked", "Not asked yet"
    unsafe_to_ask = "unsafe_to_ask", "Not asked, because asking is not safe"


class InvolvementKind(TextChoices):
    """What somebody is to the child at work."""

    allocated_worker = "allocated_worker", "Allocated social worker"
    supporting_worker = "supporting_worker", "Supporting worker"
    conference_chair = "conference_chair", "Conference chair (IRO)"
    team_manager = "team_manager", "Team manager"
    school = "school", "School"
    health_visitor = "health_visitor", "Health visitor"
    gp_practice = "gp_practice", "GP practice"
    police = "police", "Police"
    mental_health = "mental_health", "Parent's mental health nurse"
    housing = "housing", "Housing officer"
    quality_audit = "quality_audit", "In an agreed audit sample"
