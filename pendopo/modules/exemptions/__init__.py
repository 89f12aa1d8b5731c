"""DIK: information that is exempt, with the consequence test behind it and the decree that says so."""
