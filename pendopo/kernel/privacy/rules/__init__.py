"""Rules of privacy: periods, procedures, and how text loses what tells of a person."""
