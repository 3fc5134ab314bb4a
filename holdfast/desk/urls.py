"""Addresses of the desk."""

from django.urls import path

from holdfast.desk import child, decision, find, history, home

app_name = "desk"

urlpatterns = [
    path("", home.front, name="home"),
    path("work/", home.work, name="work"),
    path("unallocated/", home.unallocated_children, name="unallocated"),
    path("find/", find.find, name="find"),
    path("children/<uuid:child_id>/", child.child_page, name="child"),
    path("children/<uuid:child_id>/chronology/", child.whole_chronology, name="chronology"),
    path("children/<uuid:child_id>/history/", history.child_history, name="history"),
    path("referrals/<uuid:referral_id>/", decision.decision, name="decision"),
]
