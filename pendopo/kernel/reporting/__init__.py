"""Registers that the law asks for, shown, exported and printed from one declaration of columns."""
