"""`make torture`: what was acknowledged must be there afterwards, whatever stops in between."""
