"""Tests of kernel.api."""
