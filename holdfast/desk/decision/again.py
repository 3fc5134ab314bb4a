"""Which children are told of again and again, and wait for the panel."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery

from holdfast.records.casework.queries import every_open_episode
from holdfast.records.frontdoor.models import Contact, PanelLook
from holdfast.records.frontdoor.queries import a_year_before, document


def told_again_and_again(*, as_of: date) -> list[UUID]:
    """Children told of so often in a year, with no open case, whom the panel has not seen since; most told first."""
    looked = PanelLook.objects.filter(child_id=OuterRef("child_id")).order_by("-recorded_for_panel_at")
    is_open = Exists(every_open_episode().filter(child_id=OuterRef("child_id")))
    rows = (
        Contact.objects.filter(received_at__date__gte=a_year_before(as_of))
        .values("child_id")
        .annotate(times=Count("pk"), latest=Max("received_at"), worked_on=is_open)
        .annotate(looked_at=Subquery(looked.values("recorded_for_panel_at")[:1]))
        .filter(Q(looked_at=None) | Q(looked_at__lt=F("latest")), times__gte=document().again, worked_on=False)
        .order_by("-times", "-latest", "child_id")
    )
    return [row["child_id"] for row in rows]
