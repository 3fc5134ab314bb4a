"""Addresses of the hub's enquiries, of the agencies' inboxes, and of one-time links."""

from django.urls import path

from holdfast.records.mash.views import child, deeds, enquiry, inbox, link

app_name = "mash"

urlpatterns = [
    path("mash/", enquiry.request_board, name="board"),
    path("mash/agencies/", enquiry.agencies, name="agencies"),
    path("mash/start/<uuid:referral_id>/", enquiry.start, name="start"),
    path("mash/child/<uuid:child_id>/", child.shared, name="shared"),
    path("mash/child/<uuid:child_id>/told/", child.tell, name="tell"),
    path("mash/child/<uuid:child_id>/agreed/", child.consent, name="consent"),
    path("mash/<uuid:enquiry_id>/", enquiry.enquiry_page, name="enquiry"),
    path("mash/<uuid:enquiry_id>/ask/", enquiry.ask, name="ask"),
    path("mash/<uuid:enquiry_id>/<slug:word>/<uuid:subject_id>/", deeds.deed, name="deed"),
    path("asked/", inbox.asked, name="inbox"),
    path("asked/closed/", inbox.when_closed, name="closures"),
    path("asked/closed/<int:closure_id>/", inbox.open_again, name="open_again"),
    path("asked/<uuid:request_id>/", inbox.answer, name="answer"),
    path("answer/<slug:code>/", link.linked, name="linked"),
]
