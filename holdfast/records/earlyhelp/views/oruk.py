"""The directory for other systems to read, as Open Referral UK asks: HSDS 3.0 over JSON, without a key."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from holdfast.records.earlyhelp.models import Service, TaxonomyTerm
from holdfast.records.earlyhelp.queries import oruk
from holdfast.records.earlyhelp.queries.finding import services_for
from holdfast.web.pages import open_page

MOST_ON_A_PAGE = 200


@open_page(key="earlyhelp.oruk", words="What this feed is")
def about(request: HttpRequest) -> HttpResponse:
    """Which version and profile, and where the services are."""
    told = {"version": oruk.VERSION, "profile": oruk.PROFILE, "services": reverse("earlyhelp:oruk_services")}
    return _answer(told)


@open_page(key="earlyhelp.oruk_services", words="Services as Open Referral UK tells them")
def services(request: HttpRequest) -> HttpResponse:
    """A page of services; `page`, `per_page`, `text`, `taxonomy_term_id`, `full` as the standard names them."""
    rows = services_for({"words": request.GET.get("text", ""), "need": _key(request.GET.get("taxonomy_term_id", ""))})
    size = min(max(_number(request.GET.get("per_page"), 50), 1), MOST_ON_A_PAGE)
    pages = Paginator(oruk.with_all(rows), size)
    shown = pages.get_page(_number(request.GET.get("page"), 1))
    told = oruk.page_of(shown, number=shown.number, pages=pages.num_pages, total=pages.count)
    if request.GET.get("full", "").lower() == "true":
        told["contents"] = [oruk.as_oruk(each) for each in shown]
    return _answer(told)


@open_page(key="earlyhelp.oruk_service", words="One service as Open Referral UK tells it")
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service whole."""
    found = oruk.with_all(Service.objects).filter(pk=service_id).first()
    return _answer(oruk.as_oruk(found)) if found else _answer({"error": "There is no such service."}, status=404)


@open_page(key="earlyhelp.oruk_terms", words="Terms as Open Referral UK tells them")
def terms(request: HttpRequest) -> HttpResponse:
    """A page of the vocabulary's terms."""
    pages = Paginator(TaxonomyTerm.objects.order_by("name", "id"), MOST_ON_A_PAGE)
    shown = pages.get_page(_number(request.GET.get("page"), 1))
    told = oruk.page_of([], number=shown.number, pages=pages.num_pages, total=pages.count)
    contents = [oruk.term_as_oruk(each) for each in shown]
    return _answer(told | {"size": len(contents), "empty": not contents, "contents": contents})


@open_page(key="earlyhelp.oruk_all", words="The whole directory as one file")
def everything(request: HttpRequest) -> HttpResponse:
    """Every service whole, closed ones too: what another directory takes in."""
    answer = _answer(oruk.whole_directory())
    answer.headers["Content-Disposition"] = 'attachment; filename="directory-of-help.json"'
    return answer


def _answer(told: dict[str, Any], *, status: int = 200) -> HttpResponse:
    # Published for everybody: pages of other sites may read it too, as the standard asks.
    return JsonResponse(told, status=status, headers={"Access-Control-Allow-Origin": "*"})


def _number(said: str | None, usual: int) -> int:
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 6 else usual


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
