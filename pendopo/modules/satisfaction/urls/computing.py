"""Addresses of the installation: what programs ask, whosever the answers are."""

from django.urls import path

from pendopo.modules.satisfaction.api import computing

app_name = "skm"

urlpatterns = [path("api/v1/skm/compute", computing.compute, name="api_compute")]
