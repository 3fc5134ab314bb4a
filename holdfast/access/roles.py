"""The kinds of people who use Holdfast, in words that an information-governance lead can sign."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is here to do. Each has its `label` and, in a sentence, its `words`."""

    words: str

    def __new__(cls, value: str, words: str) -> "Role":
        role = str.__new__(cls, value)
        role._value_ = value
        role.words = words
        return role

    social_worker = (
        "social_worker",
        "A social worker, who works with the children allocated to them or whom they help with, and no others.",
    )
    front_door_worker = (
        "front_door_worker",
        "A worker at the front door, who takes calls, says who each child may be, asks agencies, and decides nothing.",
    )
    front_door_manager = (
        "front_door_manager",
        "A manager at the front door, who decides what happens to each contact and so must see any child it may be.",
    )
    service_manager = (
        "service_manager",
        "A head of service, who takes up what nobody else has, and hears challenges to what managers decided.",
    )
    out_of_hours_worker = (
        "out_of_hours_worker",
        "A worker on the emergency duty team, who at night has nobody to ask and so must see any child.",
    )
    police_officer = (
        "police_officer",
        "A police officer working with the lead agency on named children while there are enquiries or a plan.",
    )
    school_lead = (
        "school_lead",
        "A school's or college's designated safeguarding lead, for the pupils on whom the school is involved.",
    )
    gp_practice = (
        "gp_practice",
        "A GP practice's shared safeguarding inbox, for the patients on whom the practice is involved.",
    )
    health_visitor = (
        "health_visitor",
        "A health visitor, who sees families at home and sits in core groups for the children they are involved with.",
    )
    mental_health_nurse = (
        "mental_health_nurse",
        "A nurse in adult mental health, whose patient is a parent, and who needs to know who supports the family.",
    )
    housing_officer = (
        "housing_officer",
        "A housing officer, who needs to know that somebody is involved with the family and whom to ring.",
    )
    conference_chair = (
        "conference_chair",
        "A child protection conference chair (an independent reviewing officer), for the conferences they chair.",
    )
    early_help_coordinator = (
        "early_help_coordinator",
        "A coordinator of early help, who sees that every family offered help gets it, and nothing of social care.",
    )
    designated_officer = (
        "designated_officer",
        "The designated officer (LADO), who follows each allegation against somebody who works with children.",
    )
    quality_auditor = (
        "quality_auditor",
        "A quality auditor, who reads the children's records in an agreed sample and changes none of them.",
    )
    partnership_manager = (
        "partnership_manager",
        "The partnership's manager, who answers to the Board for its figures and never for one child.",
    )
    returns_officer = (
        "returns_officer",
        "A returns officer, who takes census files in, sends returns out and sees the account of them, without names.",
    )
    data_analyst = (
        "data_analyst",
        "A data analyst, who works on figures that passed disclosure control and may never see a name.",
    )
    system_administrator = (
        "system_administrator",
        "A system administrator, who looks after accounts and the system and may see no child.",
    )
    partner_system = (
        "partner_system",
        "A partner's own system, which sends us what its people wrote and may ask how far the front door is.",
    )
    public = (
        "public",
        "Anybody at all, without an account: may tell us of a worry and follow what they told us.",
    )

    @property
    def signs_in(self) -> bool:
        """Whether it is a person with an account and a home of their own; the public and a system are not."""
        return self not in (Role.public, Role.partner_system)

    @property
    def label(self) -> str:
        """What people call it: "Front-door manager"."""
        return _LABELS.get(self.value) or self.value.replace("_", " ").capitalize()


_LABELS = {
    "front_door_worker": "Front-door worker",
    "front_door_manager": "Front-door manager",
    "service_manager": "Head of service",
    "out_of_hours_worker": "Out-of-hours worker",
    "school_lead": "Designated safeguarding lead",
    "gp_practice": "GP practice",
    "mental_health_nurse": "Adult mental-health nurse",
    "conference_chair": "Conference chair (IRO)",
    "designated_officer": "Designated officer (LADO)",
    "partner_system": "A partner's system",
    "public": "Member of the public",
}
