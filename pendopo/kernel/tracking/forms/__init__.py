"""What citizens type: fields that keep what was meant, and the form of the tracking page."""
