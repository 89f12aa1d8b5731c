"""What tests prove of BSSN 4/2021 Pasal 27 and OWASP ASVS 5.0, and nothing beyond that: blank where nothing proves."""
