"""The report of a survey: what it says, and as which file."""
