"""Objections (keberatan) to the superior of the PPID: from the seven grounds of the law to the executed order."""
