"""The citizen's way without an account: draft between pages, secret code, one tracking page for all registers."""
