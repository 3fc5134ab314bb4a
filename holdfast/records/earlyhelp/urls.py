"""Addresses of early help, and of the directory of help."""

from django.urls import path

from holdfast.records.earlyhelp.views import asking, board, directory, family, oruk, steps

app_name = "earlyhelp"

urlpatterns = [
    path("help/", directory.directory, name="directory"),
    path("help/keep/", directory.keep, name="keep"),
    path("help/keep/<uuid:service_id>/", directory.check, name="check"),
    path("help/<uuid:service_id>/", directory.service, name="service"),
    path("oruk/", oruk.about, name="oruk"),
    path("oruk/services", oruk.services, name="oruk_services"),
    path("oruk/services/<uuid:service_id>", oruk.service, name="oruk_service"),
    path("oruk/taxonomy_terms", oruk.terms, name="oruk_terms"),
    path("oruk/all", oruk.everything, name="oruk_all"),
    path("early-help/", board.board, name="board"),
    path("early-help/ask/", asking.ask, name="ask"),
    path("early-help/offer/<uuid:child_id>/", family.offer, name="offer"),
    path("early-help/take-in/<uuid:child_id>/", board.take_in_sent, name="take_in"),
    path("early-help/<uuid:help_id>/", family.family_page, name="family"),
    path("early-help/<uuid:help_id>/<slug:word>/", steps.step, name="step"),
    path("early-help/<uuid:help_id>/<slug:word>/<uuid:subject_id>/", steps.step, name="step_of"),
]
