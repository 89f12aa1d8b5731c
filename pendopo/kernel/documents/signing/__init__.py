"""Signatures under letters (tanda tangan): wet ink first, electronic where a service is connected, one check page for both."""
