"""Pages of administration: thin; each write is one action."""
