"""What must be published, when it is due, when a link is dead, and how an urgent notice lives."""

from pendopo.modules.publishing.rules import notices

__all__ = ["notices"]
