"""Publication duties, link checks, urgent notices and the website review."""
