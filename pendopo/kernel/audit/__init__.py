"""Audit trail (jejak audit): append-only entries in one hash chain per agency."""
