"""Settings of the negative controls: the product with durability switched off. A proof must fail with these."""

import os

from pendopo.config.settings import *  # noqa: F403
from pendopo.config.settings import DATABASES, STORAGES, VAR_DIR

if "init_command" in (_options := DATABASES["default"]["OPTIONS"]):
    _less = os.environ.get("TORTURE_SYNCHRONOUS", "OFF")
    _options["init_command"] = (
        _options["init_command"]
        .replace("synchronous=FULL", f"synchronous={_less}")
        .replace("synchronous=EXTRA", f"synchronous={_less}")
    )

# Neither file nor folder is synced.
STORAGES = STORAGES | {
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}}
}
