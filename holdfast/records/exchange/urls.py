"""Addresses of what comes in from outside."""

from django.urls import path

from holdfast.records.exchange import views

app_name = "exchange"

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/<uuid:file_id>/", views.account, name="account"),
    path("import/<uuid:file_id>/carry-on/", views.carry_on, name="carry_on"),
    path("import/held/", views.holds, name="holds"),
    path("import/held/<uuid:hold_id>/", views.settle, name="settle"),
]
