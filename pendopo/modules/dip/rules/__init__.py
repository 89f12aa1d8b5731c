"""The law's words and numbers about the list of public information; pure Python."""
