"""Input of citizens and officers."""
