"""Addresses of the desk."""

from django.urls import path

from holdfast.desk import child, find, history, home, looks, picture, report
from holdfast.desk.board import records as board_records
from holdfast.desk.board import views as board
from holdfast.desk.decision import deeds as round_decision
from holdfast.desk.decision import page as decision
from holdfast.desk.decision import panel, queue, rating

app_name = "desk"

urlpatterns = [
    path("", home.front, name="home"),
    path("work/", home.work, name="work"),
    path("unallocated/", home.unallocated_children, name="unallocated"),
    path("find/", find.find, name="find"),
    path("looks/", looks.looks, name="looks"),
    path("children/<uuid:child_id>/", child.child_page, name="child"),
    path("children/<uuid:child_id>/chronology/", child.whole_chronology, name="chronology"),
    path("children/<uuid:child_id>/picture/", picture.picture, name="picture"),
    path("children/<uuid:child_id>/picture/read/", picture.picture_read, name="picture_read"),
    path("children/<uuid:child_id>/look/", looks.look, name="look"),
    path("children/<uuid:child_id>/history/", history.child_history, name="history"),
    path("referrals/deciding/", queue.deciding, name="deciding"),
    path("referrals/panel/", panel.panel, name="panel"),
    path("referrals/panel/<uuid:child_id>/", panel.panel_look, name="panel_look"),
    path("referrals/ratings/", rating.ratings, name="ratings"),
    path("referrals/<uuid:referral_id>/", decision.decision, name="decision"),
    path("referrals/<uuid:referral_id>/rate/", rating.rate, name="rate"),
    path("referrals/<uuid:referral_id>/<slug:word>/", round_decision.decision_deed, name="decision_deed"),
    path("powers/<uuid:power_id>/", round_decision.power, name="power"),
    path("board/", board.board, name="board"),
    path("board/release/", board.release, name="release"),
    path("board/report/", report.report, name="report"),
    path("board/report.pdf", report.report_pdf, name="report_pdf"),
    path("board/report.docx", report.report_word, name="report_word"),
    path("board/<str:code>/", board.measure, name="measure"),
    path("board/<str:code>/records/", board_records.board_records, name="board_records"),
]
