"""Erasing across modules: real requests with objections, disputes, letters, files, mail and answers made public."""
