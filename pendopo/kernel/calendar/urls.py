"""Addresses of the calendar."""

from django.urls import path

from pendopo.kernel.calendar import api, views

app_name = "calendar"

urlpatterns = [
    path("api/v1/due-date", api.due_date, name="api_due_date"),
    path("kalkulator-tenggat/", views.calculator, name="calculator"),
    path("kalkulator-tenggat/tenggat.ics", views.calculator_ics, name="calculator_ics"),
    path("akun/kalender/<str:token>.ics", views.feed, name="feed"),
]
