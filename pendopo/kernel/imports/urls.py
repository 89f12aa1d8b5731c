"""Addresses of imports."""

from django.urls import path

from pendopo.kernel.imports import views

app_name = "imports"
urlpatterns = [
    path("<slug:agency_slug>/meja/impor/", views.run_list, name="run_list"),
    path("<slug:agency_slug>/meja/impor/<slug:key>/baru/", views.begin, name="begin"),
    path("<slug:agency_slug>/meja/impor/<uuid:run_id>/", views.report, name="report"),
    path("<slug:agency_slug>/meja/impor/<uuid:run_id>/kolom/", views.map_columns, name="map_columns"),
    path("<slug:agency_slug>/meja/impor/<uuid:run_id>/periksa/", views.check, name="check"),
    path("<slug:agency_slug>/meja/impor/<uuid:run_id>/masukkan/", views.run, name="run"),
    path("<slug:agency_slug>/meja/impor/<uuid:run_id>/masalah.csv", views.problems_csv, name="problems_csv"),
]
