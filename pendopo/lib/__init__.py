"""Pure Python that knows nothing of Pendopo: working days, deadlines, identifiers, text."""
