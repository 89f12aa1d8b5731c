"""The law of information requests: pure, without Django and without a clock."""
