"""Addresses of the module, all below an agency's slug."""

from pendopo.modules.information.urls import citizen, officers

app_name = "information"
urlpatterns = [*citizen.urlpatterns, *officers.urlpatterns]
