"""Addresses of casework."""

from django.urls import path

from holdfast.records.casework import views

app_name = "casework"

urlpatterns = [
    path("casework/<uuid:child_id>/", views.deeds, name="deeds"),
    path("casework/<uuid:child_id>/past/<uuid:assessment_id>/", views.past, name="past"),
    path("casework/<uuid:child_id>/<slug:word>/<uuid:subject_id>/", views.deed, name="deed"),
]
