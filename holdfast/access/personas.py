"""Invented people, one or more for each way in: who the demonstration lets you be, and who the tests are about."""

from dataclasses import dataclass

from holdfast.access.roles import Role


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Somebody who never was, and what they do in one sentence."""

    username: str
    display_name: str
    role: Role
    agency: str
    team: str
    words: str


PERSONAS: tuple[Persona, ...] = (
    Persona(
        username="ann",
        display_name="Ann Fairweather",
        role=Role.social_worker,
        agency="Children's services",
        team="Family Help, east",
        words="Ann is the allocated social worker of a dozen children and visits them at home.",
    ),
    Persona(
        username="ben",
        display_name="Ben Adeyemi-Clarke",
        role=Role.social_worker,
        agency="Children's services",
        team="Family Help, west",
        words="Ben is a social worker in another team and sees nothing of Ann's children.",
    ),
    Persona(
        username="carol",
        display_name="Carol Nwosu",
        role=Role.front_door_manager,
        agency="Children's services",
        team="Front door",
        words="Carol manages the front door and decides every contact and referral within a working day.",
    ),
    Persona(
        username="grace",
        display_name="Grace Tamakloe",
        role=Role.front_door_worker,
        agency="Children's services",
        team="Front door",
        words="Grace takes the calls that come in, says who each child may be, and asks every agency what it knows.",
    ),
    Persona(
        username="rosa",
        display_name="Rosa Lindgren-Okafor",
        role=Role.front_door_manager,
        agency="Children's services",
        team="Front door",
        words="Rosa is the front door's other manager: what Carol decided before, Rosa looks at next.",
    ),
    Persona(
        username="tess",
        display_name="Tess Arkwright",
        role=Role.service_manager,
        agency="Children's services",
        team="Front door and assessment",
        words="Tess is head of service: what nobody picks up reaches her telephone, and she hears challenges.",
    ),
    Persona(
        username="dev",
        display_name="Dev",
        role=Role.out_of_hours_worker,
        agency="Children's services",
        team="Emergency duty team",
        words="Dev keeps children safe at nights and weekends, when nobody else is there to ask.",
    ),
    Persona(
        username="erin",
        display_name="Erin O'Hanlon",
        role=Role.police_officer,
        agency="Police",
        team="Child abuse investigation team",
        words="Erin is a detective who joins strategy discussions and enquiries on the children she is involved with.",
    ),
    Persona(
        username="farah",
        display_name="Farah Siddiqui",
        role=Role.school_lead,
        agency="Kestrel Lane Primary School",
        team="Safeguarding",
        words="Farah is her school's designated safeguarding lead: she makes referrals and follows her own pupils.",
    ),
    Persona(
        username="gpshared",
        display_name="Kingfisher Practice safeguarding inbox",
        role=Role.gp_practice,
        agency="Kingfisher Practice",
        team="Safeguarding inbox",
        words="A GP practice's shared inbox, where whoever is on duty answers checks about the practice's patients.",
    ),
    Persona(
        username="helen",
        display_name="Helen Achterberg",
        role=Role.health_visitor,
        agency="Community health services",
        team="Health visiting, central",
        words="Helen is a health visitor who sees babies at home and sits in their core groups.",
    ),
    Persona(
        username="ivan",
        display_name="Ivan Petrovics",
        role=Role.mental_health_nurse,
        agency="Mental health services",
        team="Adult community team",
        words="Ivan is a nurse for adults: his patients are parents, and he needs to know who supports the family.",
    ),
    Persona(
        username="joy",
        display_name="Joy Mbeki-Lund",
        role=Role.housing_officer,
        agency="Housing",
        team="Homelessness prevention",
        words="Joy is a housing officer who must know whom to ring before a family loses its home.",
    ),
    Persona(
        username="kwame",
        display_name="Kwame Asante",
        role=Role.conference_chair,
        agency="Children's services",
        team="Safeguarding and reviewing",
        words="Kwame chairs child protection conferences and tests whether plans keep children safe.",
    ),
    Persona(
        username="uma",
        display_name="Uma Rasmussen",
        role=Role.early_help_coordinator,
        agency="Early help",
        team="Early help hub",
        words="Uma sees that every family offered early help gets it, and that none is forgotten on the way.",
    ),
    Persona(
        username="quinn",
        display_name="Quinn Abara",
        role=Role.designated_officer,
        agency="Children's services",
        team="Designated officer",
        words="Quinn is the designated officer (LADO) and follows allegations against people who work with children.",
    ),
    Persona(
        username="lena",
        display_name="Lena Vogel",
        role=Role.quality_auditor,
        agency="Safeguarding partnership",
        team="Quality assurance",
        words="Lena audits the records of an agreed sample of children and changes none of them.",
    ),
    Persona(
        username="maya",
        display_name="Maya Lindqvist",
        role=Role.partnership_manager,
        agency="Safeguarding partnership",
        team="Business unit",
        words="Maya manages the partnership and brings the Board its figures and its yearly report.",
    ),
    Persona(
        username="noor",
        display_name="Noor Haddad",
        role=Role.returns_officer,
        agency="Children's services",
        team="Performance and returns",
        words="Noor takes in census files, sends the returns and sees their account, never a child's name.",
    ),
    Persona(
        username="owen",
        display_name="Owen Prys",
        role=Role.data_analyst,
        agency="Safeguarding partnership",
        team="Analysis",
        words="Owen studies the published figures and may never see a name.",
    ),
    Persona(
        username="priya",
        display_name="Priya Raman",
        role=Role.system_administrator,
        agency="Council technology",
        team="Systems",
        words="Priya looks after accounts and the system, and may see no child.",
    ),
)


def persona(username: str) -> Persona:
    """The persona of that username; KeyError where there is none."""
    return _BY_USERNAME[username]


_BY_USERNAME = {each.username: each for each in PERSONAS}
