"""Pages for citizens: objecting, following, responding; without account and without JavaScript."""
