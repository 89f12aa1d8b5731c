"""What stands between the web server and every view: the early cache and the security headers."""
