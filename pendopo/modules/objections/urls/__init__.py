"""Addresses of the module, all below an agency's slug."""

from pendopo.modules.objections.urls import citizen, officers

app_name = "objections"
urlpatterns = [*citizen.urlpatterns, *officers.urlpatterns]
