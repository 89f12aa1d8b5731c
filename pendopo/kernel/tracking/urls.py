"""Addresses of the tracking page; the own pages of each kind of case lie below it."""

from django.urls import path

from pendopo.kernel.tracking import views

app_name = "tracking"
urlpatterns = [
    path("lacak/", views.track, name="track"),
    path("lacak/keluar/", views.own_leave, name="own_leave"),
]
