"""How fast Pendopo is on this machine, beside the machine's own limits."""
