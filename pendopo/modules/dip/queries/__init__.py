"""Reads: the public list, entries for officers, what papers and search say."""
