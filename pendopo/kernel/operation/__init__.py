"""What the installation remembers about its own running: notes (last backup, reading only) and failures."""
