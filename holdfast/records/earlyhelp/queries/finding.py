"""Finding help: by need, age, place, day, language and plain words; and which entries nobody has checked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from holdfast.kernel.days import months_from
from holdfast.records.earlyhelp.models import Language, Location, Service, TaxonomyTerm
from holdfast.records.earlyhelp.queries.local import early_help

DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
"""Days of the week, under the codes of the feed."""


def services_for(asked: Mapping[str, Any]) -> QuerySet[Service]:
    """Services to be had that fit all that is asked: words, need, age, area, day, language, free."""
    rows = Service.objects.filter(status__in=(Service.Status.active, Service.Status.temporarily_closed))
    for name, narrow in _NARROW.items():
        if asked.get(name) not in (None, "", False):
            rows = rows.filter(narrow(asked[name]))
    for word in str(asked.get("words") or "").split()[:8]:
        rows = rows.filter(_said_somewhere(word))
    return rows.distinct().order_by("name")


def _said_somewhere(word: str) -> Q:
    fields = ("name", "alternate_name", "description", "eligibility_description", "organization__name",
              "serviceterms__term__name")  # fmt: skip
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found


def _of_age(age: int) -> Q:
    young = Q(minimum_age=None) | Q(minimum_age__lte=age)
    return young & (Q(maximum_age=None) | Q(maximum_age__gte=age))


def _in_area(area: str) -> Q:
    """To be had in that ward or postcode district, served there by its own words, or had without going anywhere."""
    district = area.split()[0] if area else ""
    there = Q(places__location__ward__iexact=area) | Q(places__location__postcode__istartswith=f"{district} ")
    return Q(places=None) | (Q(places__standing=True) & there) | Q(areas__icontains=area)


_NARROW = {
    "need": lambda term: Q(serviceterms__term=term),
    "age": _of_age,
    "area": lambda area: _in_area(str(area).strip()),
    "day": lambda day: Q(schedules__byday__contains=day),
    "language": lambda name: Q(languages__name__iexact=name),
    "free": lambda _: Q(costoptions=None) | Q(costoptions__amount=0),
}


def needs() -> QuerySet[TaxonomyTerm]:
    """Kinds of need that some service is for."""
    return TaxonomyTerm.objects.filter(services__isnull=False).distinct().order_by("name")


def areas() -> list[str]:
    """Wards in which there is help."""
    return sorted(set(Location.objects.exclude(ward="").values_list("ward", flat=True)))


def languages() -> list[str]:
    """Languages in which there is help."""
    return sorted(set(Language.objects.values_list("name", flat=True)))


def is_stale(service: Service, *, as_of: date) -> bool:
    """Whether nobody has checked the entry for longer than the partnership allows."""
    return service.checked_on is None or service.checked_on < months_from(as_of, -early_help().check_directory_months)


def to_be_checked(*, as_of: date) -> list[Service]:
    """Entries that nobody has checked in time, or that their feed no longer tells of; the longest unchecked first."""
    since = months_from(as_of, -early_help().check_directory_months)
    rows = Service.objects.exclude(status=Service.Status.defunct).filter(
        Q(checked_on=None) | Q(checked_on__lt=since) | Q(in_latest_feed=False)
    )
    return sorted(rows.select_related("organization"), key=lambda each: (each.checked_on or date.min, each.name))
