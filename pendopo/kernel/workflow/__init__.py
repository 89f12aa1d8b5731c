"""Workflow: procedures (SOP) as data, the moves of cases, the engine that holds practice to procedure."""
