"""Privacy (pelindungan data pribadi): register of processing, retention, erasure, the subject's rights, incidents."""
