"""Those whose case has ended are asked how it was: requests, objections, and the survey."""
