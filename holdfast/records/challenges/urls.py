"""Addresses of challenges."""

from django.urls import path

from holdfast.records.challenges import views

app_name = "challenges"

urlpatterns = [
    path("challenges/", views.mine, name="mine"),
    path("challenges/log/", views.log, name="log"),
    path("challenges/new/<slug:kind>/<uuid:subject_id>/", views.new, name="new"),
    path("challenges/<uuid:challenge_id>/", views.one, name="one"),
    path("challenges/<uuid:challenge_id>/<slug:word>/", views.step, name="step"),
]
