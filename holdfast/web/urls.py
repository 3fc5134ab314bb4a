"""Addresses of the shell itself."""

from django.urls import path

from holdfast.web import views

app_name = "web"

urlpatterns = [path("council.css", views.council_css, name="council_css")]
