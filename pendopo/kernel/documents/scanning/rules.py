"""How long a scan may take, and when a file that waits becomes an alarm; and the sentences about it.

Fail closed and re-queue: OWASP ASVS 5.0, 5.4.3; Peraturan BSSN 4/2021 Pasal 27 ayat (9) and (11). The limits are our own.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from pendopo.lib.text import gettext_noop

# A scanner on the same machine or in the same network answers a connection at once or is away.
CONNECT_SECONDS: Final = 1.0
# The one who uploads waits so long at most; after that the worker scans.
UPLOAD_SECONDS: Final = 3.0
WORKER_SECONDS: Final = 60.0
# So many files in one round of the worker, so that mail and the others have their turn.
ROUND: Final = 20
ALARM_AFTER: Final = dt.timedelta(minutes=90)
# Signatures come after viruses: what came in is looked at again for a month, every third day, so many at a time.
AGAIN_WITHIN: Final = dt.timedelta(days=30)
AGAIN_AFTER: Final = dt.timedelta(days=3)
AGAIN_ROUND: Final = 200
SIGNATURE_MAX: Final = 120

INFECTED: Final = gettext_noop(
    "Berkas ini ditolak: pemindai menemukan virus (%(signature)s). "
    "Bersihkan perangkat Anda dengan antivirus, buat ulang berkasnya, lalu unggah lagi."
)
HELD_INFECTED: Final = gettext_noop(
    "“%(name)s” ditahan karena mengandung virus (%(signature)s). Hapus berkas itu, dan minta pengirimnya membuat ulang."
)
WAITING: Final = gettext_noop(
    "“%(name)s” masih menunggu pemindaian virus, jadi belum dapat dibuka, dikirim, atau dihitamkan. "
    "Coba lagi beberapa menit lagi."
)
