"""Agencies, teams and the people who work there: the personas among colleagues."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random

from holdfast.access.personas import PERSONAS, Persona
from holdfast.access.roles import Role
from holdfast.borough.families import chosen, communities
from holdfast.borough.model import Agency, Team, Worker

COUNCIL = "Children's services"
FRONT_DOOR = "Front door"
ALLOCATED_TO = ("Family Help, east", "Family Help, west", "Family Help, north", "Family Help, south")
_SINCE = date(2012, 4, 1)
_CASELOAD = 13

_KINDS = {
    COUNCIL: "children_services",
    "Police": "police",
    "Community health services": "health",
    "Mental health services": "mental_health",
    "Housing": "housing",
    "Safeguarding partnership": "partnership",
    "Council technology": "council_other",
    "Early help": "council_other",
    "Northgate Hospital, emergency department": "health",
    "Little Wrens Nursery": "charity",
}

SCHOOLS = (
    "Kestrel Lane Primary School", "Tollgate Primary School", "St Alphege Primary School", "Weirside Primary School",
    "Marlpit Infant School", "Osier Bank Primary School", "Alderbrook High School", "Nine Elders Academy",
    "Chandler's Hill School", "Brickfield College",
)  # fmt: skip
PRIMARY_SCHOOLS, SECONDARY_SCHOOLS = SCHOOLS[:6], SCHOOLS[6:]

PRACTICES = ("Kingfisher Practice", "Upper Kiln Surgery", "Damson Grove Medical Centre", "Heron Court Practice",
             "The Linnet Practice", "Wharfinger's Reach Surgery")  # fmt: skip

_TITLES = {
    Role.social_worker: "Social worker",
    Role.front_door_worker: "Front-door worker",
    Role.front_door_manager: "Front-door manager",
    Role.out_of_hours_worker: "Out-of-hours social worker",
    Role.police_officer: "Detective constable",
    Role.school_lead: "Designated safeguarding lead",
    Role.gp_practice: "Shared inbox",
    Role.health_visitor: "Health visitor",
    Role.conference_chair: "Conference chair (IRO)",
}


@dataclass(frozen=True)
class Staff:
    """Everybody who works in the borough."""

    agencies: tuple[Agency, ...]
    teams: tuple[Team, ...]
    workers: tuple[Worker, ...]

    def of(self, role: Role, *, agency: str | None = None) -> list[Worker]:
        """Those in a role, in one agency or in any."""
        return [each for each in self.workers if each.role == role and agency in (None, each.agency)]

    def worker(self, username: str) -> Worker:
        """The one of that username."""
        return next(each for each in self.workers if each.username == username)


def staff_for(open_children: int, *, seed: int) -> Staff:
    """Enough people for so many open children: one social worker to about thirteen, besides Ann and Ben."""
    rng = Random(f"{seed} staff")
    workers = [_persona(persona) for persona in PERSONAS]
    taken = {worker.username for worker in workers}
    for role, agency, team, count in _posts(open_children):
        workers += [_somebody(rng, role, agency, team, taken) for _ in range(count)]
    for practice in PRACTICES[1:]:
        workers.append(_inbox(practice))
    names = dict.fromkeys([*_KINDS, *SCHOOLS, *PRACTICES, *(worker.agency for worker in workers)])
    teams = dict.fromkeys((worker.agency, worker.team) for worker in workers)
    return Staff(
        agencies=tuple(Agency(name=name, kind=_kind(name), telephone=_telephone(rng)) for name in names),
        teams=tuple(
            Team(agency=agency, name=name, telephone=_telephone(rng), is_hub=name == FRONT_DOOR)
            for agency, name in teams
        ),
        workers=tuple(workers),
    )


def _posts(open_children: int) -> list[tuple[Role, str, str, int]]:
    each = max(1, round(open_children / _CASELOAD / len(ALLOCATED_TO)))
    more = max(1, open_children // 150)
    posts = [(Role.social_worker, COUNCIL, team, each) for team in ALLOCATED_TO]
    posts += [(Role.front_door_manager, COUNCIL, FRONT_DOOR, 1), (Role.social_worker, COUNCIL, FRONT_DOOR, 2 * more)]
    posts += [(Role.out_of_hours_worker, COUNCIL, "Emergency duty team", 1)]
    posts += [(Role.conference_chair, COUNCIL, "Safeguarding and reviewing", 1 + more)]
    posts += [(Role.police_officer, "Police", "Child abuse investigation team", 2 * more)]
    posts += [(Role.health_visitor, "Community health services", "Health visiting, central", 2 * more)]
    posts += [(Role.health_visitor, "Community health services", "Health visiting, north", 2 * more)]
    return posts + [(Role.school_lead, school, "Safeguarding", 1) for school in SCHOOLS[1:]]


def _persona(persona: Persona) -> Worker:
    return Worker(
        username=persona.username,
        display_name=persona.display_name,
        role=persona.role,
        agency=persona.agency,
        team=persona.team,
        title=_TITLES.get(persona.role, persona.role.label),
        from_on=_SINCE,
        telephone=f"020 7946 0{300 + [each.username for each in PERSONAS].index(persona.username):03}",
    )


def _somebody(rng: Random, role: Role, agency: str, team: str, taken: set[str]) -> Worker:
    community = chosen(rng, [(each, each.weight) for each in communities().values()])
    given = rng.choice(community.women if rng.random() < 0.75 else community.men)
    family = rng.choice([name for name in community.families if name])
    return Worker(
        username=_username(given, family, taken),
        display_name=f"{given} {family}",
        role=role,
        agency=agency,
        team=team,
        title=_TITLES.get(role, role.label),
        from_on=_SINCE,
        telephone=_telephone(rng),
    )


def _inbox(practice: str) -> Worker:
    return Worker(
        username=_plain(practice).replace(" ", "-"),
        display_name=f"{practice} safeguarding inbox",
        role=Role.gp_practice,
        agency=practice,
        team="Safeguarding inbox",
        title=_TITLES[Role.gp_practice],
        from_on=_SINCE,
    )


def _username(given: str, family: str, taken: set[str]) -> str:
    stem = f"{_plain(given)}.{_plain(family)}".replace(" ", "")
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    taken.add(name)
    return name


def _plain(words: str) -> str:
    """In plain small letters: Ștefania becomes stefania."""
    letters = unicodedata.normalize("NFKD", words.replace("ł", "l").replace("Ł", "L"))
    return "".join(each for each in letters.lower() if each in "abcdefghijklmnopqrstuvwxyz ")


def kind_of(agency: str) -> str | None:
    """What kind of agency this is; None where the borough has none of that name."""
    known = _KINDS | dict.fromkeys(SCHOOLS, "school") | dict.fromkeys(PRACTICES, "gp_practice")
    return known.get(agency)


def _kind(agency: str) -> str:
    return kind_of(agency) or "gp_practice"


def _telephone(rng: Random) -> str:
    """A number of the range kept for stories and plays."""
    return f"020 7946 0{rng.randrange(400, 1000)}"
