"""Pages of privacy: for officers, for those whose data they are, and for everybody."""
