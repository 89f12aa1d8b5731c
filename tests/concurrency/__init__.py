"""What must hold when many people press "Kirim" at once, and when the machine stops in the middle of it."""
