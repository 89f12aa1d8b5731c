"""Pengaturan instansi dan jejak audit: what an agency's admin sets up, and what its auditor reads."""
