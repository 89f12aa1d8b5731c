"""Pages of redaction."""
