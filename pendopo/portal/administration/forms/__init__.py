"""Input of the pages of administration."""
