"""Example agencies, accounts and cases: three public bodies that do not exist, with four months of work behind them."""

from pendopo.portal.demo.cast import ACCOUNTS, PASSWORD, THINGS_TO_TRY, accounts
from pendopo.portal.demo.stage import is_loaded, load, sample

__all__ = ["ACCOUNTS", "PASSWORD", "THINGS_TO_TRY", "accounts", "is_loaded", "load", "sample"]
