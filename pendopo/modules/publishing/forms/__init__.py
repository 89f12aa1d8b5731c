"""Input: duties and proofs, notices, the list of subscribers."""
