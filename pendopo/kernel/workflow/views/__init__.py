"""Pages of steps: how an officer's step is shown, taken, and refused in words, the same for every kind of case."""
