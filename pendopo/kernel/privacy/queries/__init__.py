"""Reads: periods, what is due, cases of a person, requests, incidents, views of identities, the register of processing."""
