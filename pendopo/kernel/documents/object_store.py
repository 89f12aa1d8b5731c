"""Documents in an S3-compatible store that several machines share; the same promises as the folder of one machine.

An object is sent whole, with its checksum, and the store has confirmed it before the row commits. It is never written
over and has no address of its own: every download goes through a view that asks who is there.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from pendopo.kernel.documents.storage import StoreAway

# A store that hangs holds up a citizen's press, and with it a process that answers: two tries of so many seconds.
_CONNECT_SECONDS: Final = 3
_READ_SECONDS: Final = 10
_TRIES: Final = 2
_NO_SUCH_OBJECT: Final = frozenset({"NoSuchKey", "404"})


@contextmanager
def _told_as_trouble(name: str) -> Iterator[None]:
    """Turn what the client raises into FileNotFoundError or StoreAway, which the pages know how to tell."""
    try:
        yield
    except ClientError as refusal:
        code = str(refusal.response.get("Error", {}).get("Code"))
        if code in _NO_SUCH_OBJECT:
            raise FileNotFoundError(name) from refusal
        raise StoreAway(code) from refusal
    except BotoCoreError as failure:
        raise StoreAway(type(failure).__name__) from failure


class ObjectStore(S3Storage):  # type: ignore[misc]
    """django-storages' S3 storage, bounded in time, private, and speaking of trouble as the folder does."""

    # The bucket's own rule decides who reads it, and no object is written over.
    default_acl = None
    file_overwrite = False

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": _TRIES},
            # Stores that are not Amazon's know neither its newer checksums nor buckets as names of hosts.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if settings.get("endpoint_url") else "auto"},
        )

    @property
    def client(self) -> Any:
        """Return this thread's client."""
        return self.connection.meta.client

    @property
    def place(self) -> str:
        """Return where the files lie, for administrators."""
        return f"s3://{self.bucket_name}/{self.location}".rstrip("/")

    def key_of(self, name: str) -> str:
        """Return the key of the object called `name`."""
        return str(self._normalize_name(name))

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Fetch the object whole: an answer that has begun can then also end."""
        with _told_as_trouble(name):
            body = self.client.get_object(Bucket=self.bucket_name, Key=self.key_of(name))["Body"]
            return ContentFile(body.read(), name=name)

    def _save(self, name: str, content: File[bytes]) -> str:
        content.seek(0)
        whole = content.read()
        # The store compares: what arrived altered or cut off is refused.
        digest = base64.b64encode(hashlib.md5(whole, usedforsecurity=False).digest()).decode()
        with _told_as_trouble(name):
            self.client.put_object(
                Bucket=self.bucket_name,
                Key=self.key_of(name),
                Body=whole,
                ContentMD5=digest,
                ContentType="application/octet-stream",
            )
        return name

    def exists(self, name: str) -> bool:
        """Return whether there is such an object."""
        try:
            with _told_as_trouble(name):
                self.client.head_object(Bucket=self.bucket_name, Key=self.key_of(name))
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Delete the object; one that is not there is no error."""
        with _told_as_trouble(name):
            self.client.delete_object(Bucket=self.bucket_name, Key=self.key_of(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return folders and files directly below `path`."""
        with _told_as_trouble(path):
            folders, names = super().listdir(path)
        return list(folders), list(names)

    def size(self, name: str) -> int:
        """Return the size in bytes."""
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> Any:
        """Return when the object was stored, with its zone."""
        return self._head(name)["LastModified"]

    def _head(self, name: str) -> Any:
        with _told_as_trouble(name):
            return self.client.head_object(Bucket=self.bucket_name, Key=self.key_of(name))

    def url(self, *_args: object, **_named: object) -> str:
        """Refuse: a signed address would open a file to whoever has it, without any door."""
        raise NotImplementedError("A stored document has no address; it is handed out by views that ask who is there.")

    def keeps_deleted(self) -> bool:
        """Return whether the bucket keeps older versions, so that what was erased is still there."""
        with _told_as_trouble(self.bucket_name):
            return bool(self.client.get_bucket_versioning(Bucket=self.bucket_name).get("Status") == "Enabled")

    def opens_to_strangers(self, name: str) -> bool:
        """Return whether the object can be read without any key; raises StoreAway when nobody answers."""
        strangers = self.unsigned_connection.meta.client
        try:
            strangers.get_object(Bucket=self.bucket_name, Key=self.key_of(name))
        except ClientError:
            return False
        except BotoCoreError as failure:
            raise StoreAway(type(failure).__name__) from failure
        return True
