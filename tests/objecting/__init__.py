"""Objections to real requests: what the two modules say to each other through pendopo/wiring.py."""
