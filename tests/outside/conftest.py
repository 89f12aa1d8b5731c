"""Two agencies and their officers, as the portal's own tests make them."""

from pendopo.portal.tests.conftest import agency, hire, other_agency

__all__ = ["agency", "hire", "other_agency"]
