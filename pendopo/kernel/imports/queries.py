"""Reads: runs of an agency and what is wrong in them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.imports.models import ImportProblem, ImportRun
from pendopo.kernel.imports.registry import importers_for
from pendopo.kernel.people.actors import Actor

PAGE_SIZE: Final = 50


def runs_of(agency: Agency, actor: Actor) -> QuerySet[ImportRun]:
    """Return the runs that `actor` may see, newest first; the caller bounds them."""
    keys = [importer.key for importer in importers_for(actor)]
    found: QuerySet[ImportRun] = ImportRun.objects.for_agency(agency).filter(importer__in=keys)
    return found.select_related("document", "begun_by")


def run_of(agency: Agency, actor: Actor, pk: UUID) -> ImportRun | None:
    """Return the run with its file, None when the actor must not know of it."""
    return runs_of(agency, actor).filter(pk=pk).select_related("document", "begun_by", "confirmed_by").first()


def problems_of(run: ImportRun) -> QuerySet[ImportProblem]:
    """Return what is wrong, by line; at most rules.MAX_PROBLEMS rows."""
    found: QuerySet[ImportProblem] = ImportProblem.objects.for_agency(run.agency).filter(run=run)
    return found.order_by("line", "id")
