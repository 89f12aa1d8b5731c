"""Pages of the module: each calls one query or one action."""
