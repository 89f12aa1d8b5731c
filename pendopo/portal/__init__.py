"""Public home, login and workspace entry: what belongs to the installation and not to one business process."""
