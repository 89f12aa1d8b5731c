"""Kalender: days off, working days, and the clocks that run by them."""
