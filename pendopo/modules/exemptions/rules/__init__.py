"""The law of exempt information: pure, without Django and without a clock."""
