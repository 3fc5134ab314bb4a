"""Addresses of who people are."""

from django.urls import path

from holdfast.records.people import views

app_name = "people"

urlpatterns = [
    path("people/<uuid:child_id>/", views.deeds, name="deeds"),
    path("people/<uuid:child_id>/<slug:word>/", views.deed, name="deed"),
    path("people/<uuid:child_id>/<slug:word>/<uuid:record_id>/", views.ending, name="ending"),
]
