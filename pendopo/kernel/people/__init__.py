"""Users, citizens' contacts, roles, doors (who may), declarations of personal data."""
