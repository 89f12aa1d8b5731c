"""Is the installation well: for balancers (probes), for monitoring (figures), for people (doctor)."""
