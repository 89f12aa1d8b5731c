"""Addresses of registers."""

from django.urls import path

from pendopo.kernel.reporting import views

app_name = "reporting"
urlpatterns = [
    path("meja/register/", views.register_list, name="register_list"),
    path("meja/register/<slug:key>/", views.register_page, name="register"),
    path("meja/register/<slug:key>.csv", views.register_csv, name="register_csv"),
    path("meja/register/<slug:key>.xlsx", views.register_xlsx, name="register_xlsx"),
    path("meja/laporan/<uuid:snapshot_id>/<slug:source>/<str:key>/", views.figure, name="figure"),
]
