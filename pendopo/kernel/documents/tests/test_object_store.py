"""Folder and shared store keep the same promises; a store that is away is told like a disk that fails."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import errno
import hashlib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions, reconcile
from pendopo.kernel.documents.delivery import file_response
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.object_store import ObjectStore
from pendopo.kernel.documents.storage import DurableFileStorage, StoreAway, private_files
from pendopo.kernel.documents.tests.test_actions import keep
from pendopo.kernel.people.actors import CITIZEN
from pendopo.ui.errors import is_trouble

pytestmark = pytest.mark.once
KEYS = {"access_key": "kunci", "secret_key": "rahasia", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    """Return a store on a server of this machine; its client is dear to make, so all tests share it."""
    # Here, because every process reads this file, and few use what takes long to import.
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield ObjectStore(endpoint_url=f"http://{host}:{port}", location="dinas/a", **KEYS)
    server.stop()


@pytest.fixture
def store(server: ObjectStore) -> ObjectStore:
    """Return the store with a bucket of its own."""
    own = copy.copy(server)
    own.bucket_name, own._connections = f"b{uuid4().hex}", server._connections
    own._unsigned_connections = server._unsigned_connections
    own.client.create_bucket(Bucket=own.bucket_name)
    return own


@pytest.fixture(params=["folder", "bucket"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Return each kind of store in turn."""
    if request.param == "folder":
        return DurableFileStorage(location=tmp_path / "berkas")
    found: ObjectStore = request.getfixturevalue("store")
    return found


def test_both_stores_keep_list_and_delete(either: Storage) -> None:
    began = clock.now() - dt.timedelta(seconds=2)
    assert either.save("a/b/c", ContentFile(b"isi")) == "a/b/c"
    assert either.save("a/d", ContentFile(b"\0\xff" * 700_000)) == "a/d"
    with either.open("a/b/c", "rb") as file:
        assert (file.read(), file.size) == (b"isi", 3)
    with either.open("a/d", "rb") as file:
        assert file.read() == b"\0\xff" * 700_000
    assert (either.exists("a/b/c"), either.exists("a/b/x"), either.size("a/d")) == (True, False, 1_400_000)
    assert began <= either.get_modified_time("a/d") <= clock.now() + dt.timedelta(seconds=2)
    assert either.listdir("") == (["a"], [])
    assert either.listdir("a") == (["b"], ["d"])
    # A name that is taken is not written over.
    assert either.save("a/d", ContentFile(b"lain")) != "a/d"
    either.delete("a/d")
    either.delete("a/d")
    assert not either.exists("a/d")
    with pytest.raises(FileNotFoundError):
        either.open("a/d")
    with pytest.raises(FileNotFoundError):
        either.get_modified_time("a/d")


def test_objects_lie_below_the_prefix_and_have_no_address(store: ObjectStore) -> None:
    store.save("a/b", ContentFile(b"isi"))
    listed = store.client.list_objects_v2(Bucket=store.bucket_name)["Contents"]
    assert [each["Key"] for each in listed] == ["dinas/a/a/b"]
    assert store.place == f"s3://{store.bucket_name}/dinas/a"
    with pytest.raises(NotImplementedError):
        store.url("a/b")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{store.endpoint_url}/{store.bucket_name}/dinas/a/a/b", timeout=5)


def test_strangers_and_older_versions_are_seen(store: ObjectStore) -> None:
    store.save("a", ContentFile(b"isi"))
    assert (store.opens_to_strangers("a"), store.keeps_deleted()) == (False, False)
    store.client.put_object_acl(Bucket=store.bucket_name, Key="dinas/a/a", ACL="public-read")
    store.client.put_bucket_versioning(Bucket=store.bucket_name, VersioningConfiguration={"Status": "Enabled"})
    assert (store.opens_to_strangers("a"), store.keeps_deleted()) == (True, True)


def test_the_store_is_told_what_must_arrive(store: ObjectStore) -> None:
    sent: list[Any] = []
    store.client.meta.events.register("before-send.s3.PutObject", lambda request, **_named: sent.append(request))
    store.save("a", ContentFile(b"isi"))
    assert sent[0].headers["Content-MD5"] == base64.b64encode(hashlib.md5(b"isi").digest())
    assert "x-amz-acl" not in sent[0].headers


def _away(store: ObjectStore, how: str) -> str:
    """Make the store fail; return the reason that administrators read."""
    if how == "no bucket":
        store.bucket_name = "tidak-ada"
        return "NoSuchBucket"
    store.endpoint_url = "http://127.0.0.1:9"
    store._connections, store._unsigned_connections = threading.local(), threading.local()
    return "EndpointConnectionError"


@pytest.mark.parametrize("how", ["no bucket", "nobody answers"])
def test_a_store_that_is_away_is_trouble_and_no_missing_file(store: ObjectStore, how: str) -> None:
    store.save("a", ContentFile(b"isi"))
    reason = _away(store, how)
    for ask in (lambda: store.save("b", ContentFile(b"isi")), lambda: store.open("a"), lambda: store.listdir("")):
        with pytest.raises(StoreAway) as raised:
            ask()
        assert (raised.value.reason, raised.value.errno, is_trouble(raised.value)) == (reason, errno.EIO, True)
    if how == "nobody answers":
        for other in (lambda: store.exists("a"), lambda: store.delete("a"), lambda: store.opens_to_strangers("a")):
            with pytest.raises(StoreAway):
                other()


def given(store: ObjectStore) -> ObjectStore:
    """Stand where a class stands in STORAGES."""
    return store


@pytest.fixture
def in_bucket(store: ObjectStore, settings: Any) -> ObjectStore:
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": f"{__name__}.given", "OPTIONS": {"store": store}},
    }
    return store


def test_documents_live_in_a_bucket(agency: Agency, subject: UUID, in_bucket: ObjectStore) -> None:
    document = keep(agency, subject)
    assert document.storage_name.startswith(agency.pk.hex)
    answer = file_response(document)
    assert b"".join(answer) == private_files().open(document.storage_name).read()
    assert answer["Content-Disposition"].startswith("attachment")
    with clock.frozen(clock.now() + dt.timedelta(hours=2)):
        private_files().save("asing/x", ContentFile(b"x"))
        found = reconcile.reconcile(checksums=True)
        assert found == reconcile.Findings(checked=1, without_row=["asing/x"])
        assert reconcile.sweep(found) == 1
        private_files().delete(document.storage_name)
        assert reconcile.reconcile().missing == [document.storage_name]
    assert file_response(document).status_code == 503


@pytest.mark.django_db(transaction=True)
def test_removing_deletes_the_object_and_an_upload_that_fails_leaves_no_row(
    agency: Agency, subject: UUID, in_bucket: ObjectStore
) -> None:
    document = keep(agency, subject)
    actions.remove(document=document, reason="Salah", by=CITIZEN)
    assert not private_files().exists(document.storage_name)
    in_bucket.bucket_name = "tidak-ada"
    with pytest.raises(StoreAway):
        keep(agency, subject)
    assert Document.objects.filter(removed_at=None).count() == 0


def test_the_client_of_a_thread_is_made_once(store: ObjectStore) -> None:
    assert store.client is store.client
    config = store.client.meta.config
    assert (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"]) == (3, 10, 2)
