"""Django's PostgreSQL backend, which asks after a connection only when it may be gone."""
