"""How every test of the project runs: settings, folders, clock-free speed-ups, closed network, a real browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

pytest_plugins = [
    *("tests.starting", "tests.network", "tests.browser", "tests.remembering"),
    *("tests.engines", "tests.measuring", "tests.sharing"),
]

# A test that asks for none of these touches no database: the PostgreSQL run need not repeat it.
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_serialized_rollback"})

# Set by the controlling process for its workers, so that static files are collected once.
SHARED = "PENDOPO_TEST_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="pendopo-tests-")
    shared = Path(os.environ[SHARED])
    own = shared / (worker or "main")
    own.mkdir(exist_ok=True)
    # Nothing of the developer's own installation may reach a test, and nothing of a test the installation.
    for name in [name for name in os.environ if name.startswith("PENDOPO_") and not name.startswith("PENDOPO_TEST_")]:
        if name != "PENDOPO_CHROMIUM":
            del os.environ[name]
    os.environ.update(
        DJANGO_SETTINGS_MODULE="pendopo.config.settings",
        PENDOPO_VAR=str(own),
        PENDOPO_SECRET_KEY="only-for-tests-" + "x" * 50,
        PENDOPO_HTTPS="0",
        # Those who log in in a test give no second step; the tests of signing in switch it on.
        PENDOPO_MFA="0",
    )
    from django.conf import settings

    settings.STATIC_ROOT = shared / "static"
    # Argon2 is slow on purpose; a fast hash changes no behaviour that a test may look at.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "pendopo.config.sqlite":
        # A file, as in production: several connections, write-ahead log and the writers' queue are really used.
        database["TEST"] = {"NAME": str(own / "test.sqlite3")}
    from hypothesis import HealthCheck
    from hypothesis import settings as properties

    # How long an example takes to make says how busy the machine is, and nothing about the example.
    properties.register_profile("pendopo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    properties.load_profile("pendopo")
    import django

    django.setup()
    from tests.databases import migrate_once

    migrate_once(shared)
    # Workers inherit the environment; with this name in it pytest-django would load settings before this file could.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    if not worker:
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not os.environ.get("PYTEST_XDIST_WORKER") and SHARED in os.environ:
        from pytest_django.plugin import blocking_manager_key

        from tests.databases import drop_copy

        with config.stash[blocking_manager_key].unblock():
            drop_copy(Path(os.environ[SHARED]))
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if not item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=elsewhere)
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if not asked & DATABASE_FIXTURES and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def _empty_early_cache() -> None:
    """No test sees a page, a figure or a search index that another one left behind."""
    from django.conf import settings

    from pendopo.config.middleware.early_cache import shelf
    from pendopo.kernel.operation.queries import know_that_writing_is_allowed
    from pendopo.lib.keeping import forget_all

    shelf.clear()
    forget_all()
    # Whether writing is allowed is known, as in a process that has run for a while: no test counts that question.
    know_that_writing_is_allowed()
    # A worker's round inside a test leaves an index behind; a test that searches makes one of its own.
    (settings.VAR_DIR / "search" / "current").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _in_indonesian() -> None:
    """No test starts in the language that another one's reader chose."""
    from django.utils import translation

    translation.activate("id")
