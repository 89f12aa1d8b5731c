"""Sengketa informasi: a dispute at the Komisi Informasi and in court, followed by the agency that has to answer."""
