"""Addresses of imports."""

from django.urls import path

from pendopo.kernel.imports import views

app_name = "imports"
urlpatterns = [
    path("meja/impor/", views.run_list, name="run_list"),
    path("meja/impor/<slug:key>/baru/", views.begin, name="begin"),
    path("meja/impor/<uuid:run_id>/", views.report, name="report"),
    path("meja/impor/<uuid:run_id>/kolom/", views.map_columns, name="map_columns"),
    path("meja/impor/<uuid:run_id>/periksa/", views.check, name="check"),
    path("meja/impor/<uuid:run_id>/masukkan/", views.run, name="run"),
    path("meja/impor/<uuid:run_id>/masalah.csv", views.problems_csv, name="problems_csv"),
]
