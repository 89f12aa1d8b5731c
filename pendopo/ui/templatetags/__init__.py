"""Template tags; load them all with ``{% load ui %}``."""
