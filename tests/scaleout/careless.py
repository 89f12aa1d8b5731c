"""Settings of the negative control: every page is read from the replica, whoever asks. A proof must fail with these."""

from pendopo.config.settings import *  # noqa: F403
from pendopo.config.settings import MIDDLEWARE

MIDDLEWARE = [
    "tests.scaleout.everything.EverythingElsewhere" if "ReplicaMiddleware" in name else name for name in MIDDLEWARE
]
