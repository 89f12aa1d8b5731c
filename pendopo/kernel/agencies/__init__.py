"""Agencies (instansi), their units, the tenancy scope and the numbering of registers."""
