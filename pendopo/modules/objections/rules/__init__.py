"""The law of objections: pure, without Django and without a clock."""
