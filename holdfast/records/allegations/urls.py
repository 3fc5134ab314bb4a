"""Addresses of allegations."""

from django.urls import path

from holdfast.records.allegations.views import pages, steps

app_name = "allegations"

urlpatterns = [
    path("allegations/", pages.listed, name="list"),
    path("allegations/new/", pages.record, name="record"),
    path("allegations/take-up/<uuid:alleged_id>/", pages.take_up, name="take_up"),
    path("allegations/<uuid:allegation_id>/", pages.one, name="one"),
    path("allegations/<uuid:allegation_id>/<slug:word>/", steps.step, name="step"),
    path("allegations/<uuid:allegation_id>/<slug:word>/<uuid:place_id>/", steps.step, name="step_of"),
]
