"""Addresses of searching."""

from django.urls import path

from pendopo.kernel.search import views

app_name = "search"
urlpatterns = [
    path("cari/", views.everywhere, name="everywhere"),
    path("<slug:agency_slug>/cari/", views.agency, name="agency"),
]
