"""Addresses of the audit trail, below an agency's."""

from django.urls import path

from pendopo.kernel.audit import views

app_name = "audit"
urlpatterns = [path("jejak-audit.txt", views.anchors, name="anchors")]
