"""WSGI entry for the web server."""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.config.settings")

django.setup(set_prefix=False)

# Read after the set-up: it asks for settings.
from pendopo.config.requests import Handler  # noqa: E402

application = Handler()

# What a page leaves behind is freed without the collector of cycles, which otherwise looks through the same half a million
# objects of code and settings again and again: a tenth of the processor time of a submission.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
