"""Whether the way in is open: one line for anybody who asks, and the place to which Holdfast sends its own tests."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.watching import send_test, slot_of
from holdfast.records.frontdoor.queries.arrivals import way_in
from holdfast.web.pages import open_page

PLAIN = "text/plain; charset=utf-8"


@open_page(key="frontdoor.health", words="Whether what is sent arrives")
def health(request: HttpRequest) -> HttpResponse:
    """ok or not ok, with how long ago the last test referral arrived, and no more; 503 where it is not."""
    found = way_in(at=request.now)
    status = HTTPStatus.OK if found.is_open else HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse(f"{found.said}\n", content_type=PLAIN, status=status)


@csrf_exempt
@open_page(key="frontdoor.test_referral", words="Take a test referral of our own", methods=("POST",))
def test_referral(request: HttpRequest) -> HttpResponse:
    """Take in a test referral, which only Holdfast itself can sign; the way in beyond is that of every other."""
    try:
        send_test(slot=slot_of(request.POST.get("sent", "")), at=request.now)
    except Refused as refusal:
        return HttpResponse(f"{refusal}\n", content_type=PLAIN, status=HTTPStatus.UNAUTHORIZED)
    return HttpResponse("taken\n", content_type=PLAIN)
