"""The installation keeps files durably and sees their names as they were sent."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.storage import StorageHandler

from pendopo.config import settings as installed
from pendopo.kernel.documents.storage import DurableFileStorage

pytestmark = pytest.mark.once


def test_private_store_is_durable() -> None:
    assert isinstance(StorageHandler(installed.STORAGES)["private"], DurableFileStorage)


def test_names_are_kept_and_sizes_capped_before_anything_else() -> None:
    assert settings.FILE_UPLOAD_HANDLERS[:2] == [
        "pendopo.kernel.documents.intake.NameKeepingHandler",
        "pendopo.kernel.documents.intake.SizeCapHandler",
    ]
