"""Survei Kepuasan Masyarakat as the regulations compute it: pure, without Django and without a clock."""
