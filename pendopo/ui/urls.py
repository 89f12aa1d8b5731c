"""Addresses of the pattern page."""

from django.urls import path

from pendopo.ui import views

app_name = "ui"

urlpatterns = [
    path("pola/", views.patterns, name="patterns"),
    path("pola/<slug:layout>/", views.patterns, name="patterns_layout"),
]
