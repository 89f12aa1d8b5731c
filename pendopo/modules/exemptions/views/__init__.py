"""Pages: the public list, and the officers' worklist, case, steps and comparison."""
