"""Several nodes on one database, really run; see __main__."""
