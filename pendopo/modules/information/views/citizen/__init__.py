"""Pages for citizens: asking, tracking, reading the answer; without account and without JavaScript."""
