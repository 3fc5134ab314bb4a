"""An invented place of any size: each household is made from its own number alone, so none need be kept."""

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from uuid import UUID

from holdfast.borough.people import communities
from tests.bench.matching.rates import FAMILIES, SIZES

AS_OF = date(2026, 11, 20)
_ENDS = {"family": "ton ford ley son well worth man ham by field wood ell more wick stone ridge ster land kin",
         "given": "a ia ie elle en on in an ey o us iel ara ina is"}  # fmt: skip
_ONSETS = "b bl br c ch cl cr d dr f fl g gl gr h j k l m n p pr r s sh st sw t th tr v w"
_MIDDLES = "a e i o u ea oo al an ar el en er il in or ol und ast ack ell ing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Somebody:
    """One invented person, as they truly are."""

    key: UUID
    household: int
    is_child: bool
    given: str
    more: str
    family: str
    birth_on: date
    sex: str
    number: tuple[str, str]


@dataclass(kw_only=True, slots=True)
class Household:
    """People who live together, and where."""

    number: int
    homes: tuple[tuple[str, str], ...]
    telephone: str
    mother: Somebody
    children: list[Somebody] = field(default_factory=list)
    others: list[Somebody] = field(default_factory=list)
    unknown: set[UUID] = field(default_factory=set)
    """Those of them of whom we hold no record."""

    @property
    def people(self) -> list[Somebody]:
        return [self.mother, *self.others, *self.children]

    @property
    def known(self) -> list[Somebody]:
        return [each for each in self.people if each.key not in self.unknown]


def household(number: int, *, seed: int, households: int) -> Household:
    """The household of that number; the same for the same seed, whoever else is asked for."""
    chance = Random(seed * 1_000_003 + number)
    community = _community(chance)
    family = _family(chance, community)
    mother_family = (
        family if not _is(chance, "mother with another family name than her children") else _family(chance, community)
    )
    youngest = AS_OF - timedelta(days=chance.randrange(0, 15 * 365))
    mother = _somebody(
        chance, number, community, family=mother_family, sex="F", is_child=False,
        birth_on=youngest - timedelta(days=chance.randrange(18 * 365, 40 * 365)),
    )  # fmt: skip
    made = Household(
        number=number, homes=_homes(chance, households),
        telephone=f"07{chance.randrange(10**9):09}" if _is(chance, "telephone known") else "", mother=mother,
    )  # fmt: skip
    _bear(chance, made, community, family, youngest)
    if _is(chance, "father or another man known and living there"):
        man = _somebody(
            chance, number, community, family=family, sex="M", is_child=False,
            birth_on=mother.birth_on - timedelta(days=chance.randrange(-2000, 4000)),
        )  # fmt: skip
        made.others.append(man)
    made.unknown = {each.key for each in made.people if _is(chance, "a member of the household not known to us")}
    return made


def _bear(chance: Random, made: Household, community: str, family: str, youngest: date) -> None:
    born = youngest
    for _ in range(_chosen(chance, SIZES)):
        half = made.children and _is(chance, "a half-brother or half-sister with another family name")
        name = _family(chance, community) if half else family
        for _ in range(2 if _is(chance, "twins at a birth") else 1):
            made.children.append(_child(chance, made, community, name, born))
        born -= timedelta(days=chance.randrange(400, 1700))
        if (AS_OF - born).days > 18 * 365:
            return


def _child(chance: Random, made: Household, community: str, family: str, born: date) -> Somebody:
    sex = "F" if chance.random() < 0.49 else "M"
    child = _somebody(chance, made.number, community, family=family, sex=sex, is_child=True, birth_on=born)
    taken = {each.given for each in made.children}
    if child.given in taken and not _is(chance, "brothers or sisters of one first name"):
        return _child(chance, made, community, family, born)
    return child


def _somebody(
    chance: Random, number: int, community: str, *, family: str, sex: str, is_child: bool, birth_on: date
) -> Somebody:
    given = _given(chance, community, sex)
    more = _given(chance, community, sex) if _is(chance, "a second given name") else ""
    kind = "nhs_number" if chance.random() < 0.5 or not is_child else "upn"
    value = f"{chance.randrange(10**10):010}" if kind == "nhs_number" else f"A{chance.randrange(10**12):012}"
    return Somebody(
        key=UUID(int=chance.getrandbits(128), version=4), household=number, is_child=is_child, given=given, more=more,
        family=family, birth_on=birth_on, sex=sex, number=(kind, value),
    )  # fmt: skip


def _homes(chance: Random, households: int) -> tuple[tuple[str, str], ...]:
    homes = [_home(chance, households)]
    if _is(chance, "moved since first known"):
        homes.insert(0, _home(chance, households))
    return tuple(homes)


def _home(chance: Random, households: int) -> tuple[str, str]:
    """Some twenty-five households share a postcode, and some three postcodes a street."""
    street = chance.randrange(max(households // 75, 1))
    name = Random(street).choice(_made_up(4_000, 11, "family")).capitalize()
    ending = ("Street", "Road", "Close", "Avenue", "Lane", "Gardens")[street % 6]
    house = chance.randrange(1, 90)
    outward, inward = divmod(street * 3 + house // 30, 400)
    postcode = f"ZZ{outward % 98 + 1} {inward % 10}{chr(65 + inward // 10 % 20)}{chr(65 + outward // 98 % 26)}"
    return f"{house} {name} {ending}", postcode


def _community(chance: Random) -> str:
    names, ends = _communities()
    return names[bisect(ends, chance.random() * ends[-1])]


@cache
def _communities() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """As the borough's, with as many English again: most places have more."""
    weighed = {each.name: each.weight + (60 if each.name == "english" else 0) for each in communities().values()}
    return tuple(weighed), tuple(accumulate(weighed.values()))


def _family(chance: Random, community: str) -> str:
    first = _often(chance, _families(community)) or _often(chance, _families("english"))
    return f"{first}-{_often(chance, _families('english'))}" if _is(chance, "a double family name") else first


def _given(chance: Random, community: str, sex: str) -> str:
    return _often(chance, _givens(community, sex))


def _often(chance: Random, names: tuple[str, ...]) -> str:
    """A few names are common and most are rare: the weight falls with the rank."""
    return names[min(int(len(names) ** chance.random()) - 1, len(names) - 1)]


@cache
def _families(community: str) -> tuple[str, ...]:
    real = tuple(name for name in communities()[community].families if name)
    rare = 12_000 if community == "english" else 900
    return (*real, *_made_up(rare, len(community) * 7 + len(real), "family"))


@cache
def _givens(community: str, sex: str) -> tuple[str, ...]:
    own = communities()[community]
    real = own.women if sex == "F" else own.men
    known = tuple(name for each in communities().values() for name in (each.women if sex == "F" else each.men))
    return tuple(dict.fromkeys((*real, *known, *_made_up(600, len(community) + len(sex), "given"))))


@cache
def _made_up(number: int, seed: int, kind: str) -> tuple[str, ...]:
    chance, ends, onsets, middles = Random(seed), _ENDS[kind].split(), _ONSETS.split(), _MIDDLES.split()
    names: dict[str, None] = {}
    while len(names) < number:
        begins = "".join(chance.choice(onsets) + chance.choice(middles) for _ in range(chance.choice((1, 1, 2))))
        names[(begins + chance.choice(ends)).capitalize()] = None
    return tuple(names)


def _is(chance: Random, what: str) -> bool:
    return chance.random() < FAMILIES[what].share


def _chosen(chance: Random, weighed: tuple[tuple[int, float], ...]) -> int:
    return chance.choices([thing for thing, _ in weighed], [weight for _, weight in weighed])[0]
