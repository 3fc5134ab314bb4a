"""Addresses of what the census finds."""

from django.urls import path

from holdfast.records.census.views import file

app_name = "census"

urlpatterns = [
    path("census/file/", file.file, name="file"),
]
