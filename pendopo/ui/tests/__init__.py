"""Tests of the look: exact markup, exact geometry, contrast."""
