"""Pages: the public list, and the officers' worklist, entry and steps."""
