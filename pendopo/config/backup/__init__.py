"""One file that holds a whole installation, and the way back: `pendopo backup`, `pendopo restore`."""
