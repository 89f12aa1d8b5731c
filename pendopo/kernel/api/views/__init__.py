"""Pages: the description for people and programs, keys, webhooks."""
