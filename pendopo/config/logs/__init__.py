"""Logs that tell what happened and never what somebody typed, and the failures that are told to administrators."""

from pendopo.config.logs.formats import JsonFormatter, LineFormatter

__all__ = ["JsonFormatter", "LineFormatter"]
