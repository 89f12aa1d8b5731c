"""Files of a case and letters as PDF: refused in words, kept for good, served as attachments only."""
