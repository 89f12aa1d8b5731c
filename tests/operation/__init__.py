"""An installation as it is operated: stopped while it works, behind nginx, upgraded while people use it."""
