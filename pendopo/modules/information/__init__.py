"""PPID: public information requests from the citizen's question to the legal register."""
