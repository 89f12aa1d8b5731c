"""Programs of partners: keys, operations, webhooks, and the description of all that."""
