"""Addresses of what the census finds."""

from django.urls import path

from holdfast.records.census.views import (
    comparing,
    explaining,
    file,
    kept,
    mending,
    standing,
    summary,
    typing,
    whole,
)

app_name = "census"

urlpatterns = [
    path("census/", standing.findings, name="standing"),
    path("census/rules/", standing.rules, name="rules"),
    path("census/summary/", summary.on_one_page, name="summary"),
    path("census/file/", file.file, name="file"),
    path("census/file/keep/", file.keep, name="keep_file"),
    path("census/compare/", comparing.compare, name="compare"),
    path("census/kept/", kept.files, name="files"),
    path("census/kept/<uuid:run_id>/", kept.kept, name="kept"),
    path("census/mend/<uuid:child_id>/<slug:table>/<uuid:record_id>/", mending.mend, name="mend"),
    path("census/typed/<uuid:child_id>/<slug:table>/<uuid:record_id>/", typing.of_record, name="typed"),
    path("census/typed/<uuid:child_id>/deed/<slug:word>/<uuid:subject_id>/", typing.of_deed, name="typed_deed"),
    path("census/whole/<int:year>/<str:authority>/<str:rule>/explain/", whole.explain, name="explain_whole"),
    path("census/whole/<int:year>/<str:authority>/<str:rule>/take-back/", whole.take_back, name="take_back_whole"),
    path("census/<uuid:finding_id>/explain/", explaining.explain, name="explain"),
    path("census/<uuid:finding_id>/take-back/", explaining.take_back, name="take_back"),
]
