"""Addresses of what the census finds."""

from django.urls import URLPattern

app_name = "census"

urlpatterns: list[URLPattern] = []
