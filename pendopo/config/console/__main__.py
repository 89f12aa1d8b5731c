"""`python -m pendopo.config.console` is the same as `pendopo`."""

from pendopo.config.console import main

main()
