"""Settings, URLs and the WSGI entry: knows everything, is known by nobody."""

import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this platform: the system library serves, with the safer journal (see settings)
    pass
else:
    # The system's SQLite may carry the WAL-reset corruption bug (fixed in 3.51.3); the wheel bundles a newer one.
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
