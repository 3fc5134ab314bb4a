"""Addresses of what was seen."""

from django.urls import path

from holdfast.records.sightings import views

app_name = "sightings"

urlpatterns = [
    path("seen/<uuid:child_id>/", views.told, name="told"),
    path("seen/<uuid:child_id>/<slug:word>/", views.tell, name="tell"),
    path("seen/<uuid:child_id>/<slug:word>/<uuid:record_id>/", views.correct, name="correct"),
    path("seen/<uuid:child_id>/<slug:word>/<uuid:record_id>/out/", views.take_out, name="take_out"),
]
