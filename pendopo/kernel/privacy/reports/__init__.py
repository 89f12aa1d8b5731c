"""Papers and files: certificate of destruction, register of processing, the subject's copy, notices of an incident."""
