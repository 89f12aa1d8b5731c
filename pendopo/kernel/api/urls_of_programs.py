"""Addresses below /api/v1/, made of the operations that packages have added."""

from pendopo.kernel.api.entrance import patterns

urlpatterns = patterns()
