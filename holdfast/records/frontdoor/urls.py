"""Addresses of the front door."""

from django.urls import path

from holdfast.records.frontdoor.views import following, hub, professional, public

app_name = "frontdoor"

urlpatterns = [
    path("tell-us/", public.tell_us, name="tell_us"),
    path("referrals/in/", hub.inbox, name="inbox"),
    path("referrals/new/", professional.refer, name="refer"),
    path("referrals/new/<uuid:draft_id>/", professional.refer_draft, name="refer_draft"),
    path("referrals/told/", following.told, name="told"),
    path("referrals/told/<uuid:envelope_id>/", following.receipt, name="receipt"),
    path("referrals/told/<uuid:envelope_id>/files/<uuid:file_id>/", following.own_file, name="own_file"),
    path("referrals/in/<uuid:envelope_id>/files/<uuid:file_id>/", following.hub_file, name="file"),
    path("referrals/in/<uuid:envelope_id>/", hub.envelope, name="envelope"),
    path("referrals/child/<uuid:named_id>/match/", hub.match, name="match"),
    path("referrals/child/<uuid:named_id>/add/", hub.add, name="add"),
    path("referrals/child/<uuid:named_id>/undo/", hub.undo, name="undo"),
    path("referrals/child/<uuid:named_id>/outcome/", hub.outcome, name="outcome"),
]
