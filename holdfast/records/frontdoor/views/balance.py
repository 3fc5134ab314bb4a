"""Whether everything that partners sent has been dealt with, month by month."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.access import Stage
from holdfast.kernel.days import months_from
from holdfast.records.frontdoor.queries.balance import balances
from holdfast.records.frontdoor.views.hub import HUB
from holdfast.wall.deeds import midnight
from holdfast.web.pages import page

MONTHS = 12


@page(
    key="frontdoor.balance", words="What partners sent and what became of it", purposes=HUB, needs=Stage.child_in_need
)
def balance(request: HttpRequest) -> HttpResponse:
    """One month's account by agency; it is finished when nothing of it is open."""
    first = request.today.replace(day=1)
    months = [months_from(first, -back) for back in range(MONTHS)]
    chosen = _chosen(request.GET.get("month", ""), months)
    rows = balances(from_at=midnight(chosen), until_at=midnight(months_from(chosen, 1)))
    context = {
        "rows": rows,
        "chosen": chosen,
        "months": months,
        "is_settled": all(row.is_settled for row in rows),
        "still_open": sum(row.still_open for row in rows),
    }
    return render(request, "frontdoor/balance.html", context)


def _chosen(text: str, months: list[date]) -> date:
    return next((month for month in months if f"{month:%Y-%m}" == text), months[0])
