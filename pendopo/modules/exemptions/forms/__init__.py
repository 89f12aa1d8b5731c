"""Input of the officers' pages."""
