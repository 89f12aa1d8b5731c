"""Notices to people: e-mail through an outbox that loses nothing, and the officers' inbox."""
