"""Pages of signing: officers' letters, and the public check page."""
