"""Pages for officers: worklist, case, steps."""
