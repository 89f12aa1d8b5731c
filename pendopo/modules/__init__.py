"""Business processes; siblings never import each other."""
