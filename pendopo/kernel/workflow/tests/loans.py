"""A small procedure for the tests: a book is lent, perhaps once longer, and comes back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import CITIZEN, SYSTEM, Procedure, State, Step

NOON = dt.datetime(2026, 8, 3, 5, tzinfo=dt.UTC)

LENT = State("lent", "Dipinjam", "Anda pinjam", "Kembalikan tepat waktu.")
LONGER = State("longer", "Diperpanjang", "Anda perpanjang", "Kembalikan tepat waktu.", "warn")
BACK = State("back", "Kembali", "Sudah kembali", "Terima kasih.", "ok", is_final=True)
STAFF = frozenset({"ppid", "front_office"})

PROCEDURE = Procedure(
    key="loan",
    version="1",
    title="Peminjaman",
    initial="lent",
    states=(LENT, LONGER, BACK),
    steps=(
        Step("lend", "Pinjamkan", (), "lent", STAFF | {CITIZEN}, "Pasal 1"),
        Step("prolong", "Perpanjang", ("lent",), "longer", frozenset({CITIZEN, SYSTEM}), "Pasal 2", deadline="longer"),
        Step("remark", "Catat", ("lent", "longer"), None, STAFF, "Pasal 3"),
        Step("renew", "Tandai", ("lent",), "lent", STAFF, "Pasal 3"),
        Step("return", "Kembalikan", ("lent", "longer"), "back", STAFF, "Pasal 4", public_text="Buku kembali."),
    ),
)


class Loan(Case):
    """A book that was lent; its table exists in tests only."""

    subject_type = "loan"

    title = models.CharField(max_length=100)
    # Without a constraint in the database, so that other tests may empty the table of agencies.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        """Outside of every installed app: no migration, no table in the real database."""

        app_label = "workflow_tests"


def new_loan(agency: Agency, seq: int = 1) -> Loan:
    """Return an unsaved loan."""
    return Loan(
        agency=agency, number=f"L-{seq}", year=2026, seq=seq, procedure_version="1", state="lent",
        state_since_at=NOON, title="Kamus",
    )  # fmt: skip


@dataclass(frozen=True)
class BookReturned:
    """The book came back."""

    loan_id: UUID
