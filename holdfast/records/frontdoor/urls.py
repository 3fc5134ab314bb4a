"""Addresses of the front door."""

from django.urls import path

from holdfast.records.frontdoor.views import (
    api,
    calls,
    following,
    health,
    hub,
    links,
    partners,
    professional,
    public,
    waiting,
    who,
)

app_name = "frontdoor"

urlpatterns = [
    path("tell-us/", public.tell_us, name="tell_us"),
    path("referrals/in/", hub.inbox, name="inbox"),
    path("referrals/new/", professional.refer, name="refer"),
    path("referrals/new/<uuid:draft_id>/", professional.refer_draft, name="refer_draft"),
    path("referrals/call/", calls.call, name="call"),
    path("referrals/call/<uuid:draft_id>/", calls.call_draft, name="call_draft"),
    path("referrals/call/<uuid:envelope_id>/taken/", calls.call_taken, name="call_taken"),
    path("referrals/links/", links.links, name="links"),
    path("link/receipt/", links.link_receipt, name="link_receipt"),
    path("link/<str:code>/", links.link, name="link"),
    path("partner-systems/", partners.partners, name="partners"),
    path("partner-systems/<uuid:user_id>/", partners.partner, name="partner"),
    path("api/v1/openapi.json", api.openapi, name="api_description"),
    path("api/v1/notifications/", api.notifications, name="api_notifications"),
    path("api/v1/notifications/<str:own_id>/", api.status, name="api_status"),
    path("referrals/told/", following.told, name="told"),
    path("referrals/told/<uuid:envelope_id>/", following.receipt, name="receipt"),
    path("referrals/told/<uuid:envelope_id>/files/<uuid:file_id>/", following.own_file, name="own_file"),
    path("referrals/in/<uuid:envelope_id>/files/<uuid:file_id>/", following.hub_file, name="file"),
    path("referrals/in/<uuid:envelope_id>/", hub.envelope, name="envelope"),
    path("referrals/in/<uuid:envelope_id>/family/", who.family, name="family"),
    path("referrals/child/<uuid:named_id>/match/", who.match, name="match"),
    path("referrals/child/<uuid:named_id>/add/", who.add, name="add"),
    path("referrals/child/<uuid:named_id>/undo/", who.undo, name="undo"),
    path("referrals/child/<uuid:named_id>/outcome/", hub.outcome, name="outcome"),
    path("waiting/", waiting.queue, name="waiting"),
    path("waiting/<uuid:item_id>/take/", waiting.take, name="take"),
    path("waiting/missed/", waiting.breaches, name="missed"),
    path("waiting/hand-over/", waiting.hand_over, name="hand_over"),
    path("waiting/hand-over/<uuid:hand_over_id>/take-over/", waiting.taken_over, name="take_over"),
    path("waiting/duty/", waiting.duty, name="duty"),
    path("waiting/duty/put/", waiting.on_the_rota, name="put_on_duty"),
    path("waiting/duty/<uuid:duty_id>/off/", waiting.off_duty, name="off_duty"),
    path("waiting/arrivals/", waiting.arrivals, name="arrivals"),
    path("waiting/watch/", waiting.watch, name="watch"),
    path("health/", health.health, name="health"),
    path("health/test-referral/", health.test_referral, name="test_referral"),
]
