"""Reads of moves."""

from __future__ import annotations

from django.db.models import QuerySet

from pendopo.kernel.workflow.models import Case, Move


def moves_of(case: Case) -> QuerySet[Move]:
    """Return the case's moves, oldest first, with the users who took them."""
    moves = Move.objects.for_agency(case.agency).filter(subject_type=case.subject_type, subject_id=case.pk)
    return moves.select_related("user").order_by("id")
