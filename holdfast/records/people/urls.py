"""Addresses of who people are."""

from django.urls import path

from holdfast.records.people.views import same, writing

app_name = "people"

urlpatterns = [
    path("people/links/<uuid:link_id>/", same.unlink, name="unlink"),
    path("people/<uuid:child_id>/same/", same.same, name="same"),
    path("people/<uuid:child_id>/same/<uuid:other_id>/", same.same_pair, name="same_pair"),
    path("people/<uuid:child_id>/", writing.deeds, name="deeds"),
    path("people/<uuid:child_id>/<slug:word>/", writing.deed, name="deed"),
    path("people/<uuid:child_id>/<slug:word>/<uuid:record_id>/", writing.ending, name="ending"),
]
