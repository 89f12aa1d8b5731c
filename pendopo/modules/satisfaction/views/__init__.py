"""Pages: what respondents fill in, screens at counters, paper, and running a survey."""
