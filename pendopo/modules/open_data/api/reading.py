"""The actions that clients may call, by name as at CKAN; each docstring is what help_show tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Final
from uuid import UUID

from pendopo import __version__
from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.api import shapes
from pendopo.modules.open_data.api.calling import Call, Refused, Streamed, invalid, not_found
from pendopo.modules.open_data.ports import Group
from pendopo.modules.open_data.queries import catalogue
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.asking import (
    FACETS,
    KEY,
    MODIFIED,
    Clause,
    NotUnderstood,
    Question,
    Sort,
    read,
    read_sort,
)
from pendopo.modules.open_data.rules.licences import LICENCES

Action = Callable[[Call], object]
# The version of CKAN whose answers these are modelled on; clients look at it to know what they may call.
_LIKE_CKAN: Final = "2.10"
_WRITING: Final = re.compile(r"\w+_(create|update|patch|delete|purge|reorder|upsert|revise)|follow_\w+|unfollow_\w+")
_DEFAULT_SORT: Final = "score desc, metadata_modified desc"


def find_action(name: str) -> Action | None:
    """Return the action called `name`; one that would write is there to say that nobody may; None for an unknown one."""
    if _WRITING.fullmatch(name):
        return _refuse
    return ACTIONS.get(name)


def _refuse(_call: Call) -> object:
    raise Refused(403, "Authorization Error", message="Access denied: this catalogue is read only")


def package_search(call: Call) -> object:
    """Search datasets. Parameters: q, fq, fq_list, sort, start, rows (at most 1000), facet, facet.field, facet.limit."""
    question, sort, wanted = _question(call)
    start = call.number("start", 0, limits.START_MAX) or 0
    rows = call.number("rows", limits.ROWS_DEFAULT, limits.ROWS_MAX)
    facets = [] if not call.flag("facet", default=True) else call.texts("facet.field")
    if unknown := set(facets) - set(FACETS):
        raise invalid(**{"facet.field": f"Facets are {', '.join(FACETS)}; not {', '.join(sorted(unknown))}"})
    most = call.number("facet.limit", limits.FACET_LIMIT_DEFAULT, limits.FACET_LIMIT_MAX) or 0
    found = catalogue.search(
        call.place, question, sort, start=start, rows=rows or 0, facets=list(dict.fromkeys(facets))
    )
    named = _groups()
    top = {facet: _top(found.facets.get(facet, {}), most) for facet in facets}
    return {
        "count": found.total,
        "sort": wanted,
        "results": [shapes.package(call, item, named) for item in found.items],
        "facets": {facet: dict(counted) for facet, counted in top.items()},
        "search_facets": {
            facet: {
                "title": facet,
                "items": [
                    {"name": value, "display_name": _label(facet, value, named), "count": n} for value, n in counted
                ],
            }
            for facet, counted in top.items()
        },
    }


def _question(call: Call) -> tuple[Question, Sort, str]:
    filters = [*call.texts("fq"), *call.texts("fq_list")]
    wanted = call.text("sort").strip() or _DEFAULT_SORT
    try:
        return read(call.text("q"), filters), read_sort(wanted), wanted
    except NotUnderstood as problem:
        raise Refused(400, "Search Query Error", message=f"Search Query is invalid: {problem}") from None


def _top(counted: Mapping[str, int], most: int) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def _label(facet: str, value: str, named: Mapping[str, Group]) -> str:
    if facet == "groups":
        return next((shapes.group(found, None)["title"] for found in named.values() if found.name == value), value)
    return shapes.licence(LICENCES[value])["title"] if facet == "license_id" and value in LICENCES else value


def _groups() -> dict[str, Group]:
    return {group.code: group for group in catalogue.groups()}


def package_show(call: Call) -> object:
    """Show a dataset. Parameter: id (or name)."""
    item = catalogue.show(call.place, call.needed("id"))
    if item is None:
        raise not_found()
    return shapes.package(call, item, _groups())


def package_list(call: Call) -> object:
    """List the names of all datasets. Parameters: limit, offset."""
    limit = call.number("limit", None, limits.START_MAX)
    offset = call.number("offset", 0, limits.START_MAX) or 0
    return Streamed(catalogue.names(call.place, start=offset, rows=limit))


def current_package_list_with_resources(call: Call) -> object:
    """List datasets with their files, the last changed first. Parameters: limit (at most 1000), offset or page."""
    limit = call.number("limit", limits.ROWS_MAX, limits.ROWS_MAX) or 0
    page = call.number("page", None, limits.START_MAX)
    start = limit * max(page - 1, 0) if page is not None else call.number("offset", 0, limits.START_MAX) or 0
    found = catalogue.search(call.place, Question(), Sort(MODIFIED, descending=True), start=start, rows=limit)
    named = _groups()
    return [shapes.package(call, item, named) for item in found.items]


def organization_list(call: Call) -> object:
    """List agencies by name. Parameters: all_fields, organizations, include_dataset_count, limit, offset."""
    wanted = set(call.texts("organizations"))
    offset = call.number("offset", 0, limits.START_MAX) or 0
    limit = call.number("limit", limits.ORGANIZATIONS_MAX, limits.ORGANIZATIONS_MAX)
    agencies = [each for each in catalogue.organizations(call.place) if not wanted or each.slug in wanted]
    shown = list(islice(sorted(agencies, key=lambda each: each.slug), offset, offset + (limit or 0)))
    if not call.flag("all_fields"):
        return [agency.slug for agency in shown]
    counted = _counts(call)
    return [shapes.organization(call, agency, counted(agency)) for agency in shown]


def organization_show(call: Call) -> object:
    """Show an agency. Parameters: id (or name), include_datasets, include_dataset_count."""
    key = call.needed("id")
    agency = next((each for each in catalogue.organizations(call.place) if key in {each.slug, str(each.pk)}), None)
    if agency is None:
        raise not_found()
    shown = shapes.organization(call, agency, _counts(call)(agency))
    return shown | _more(call, Clause("organization", frozenset({agency.slug}))) | {"groups": [], "users": []}


def _counts(call: Call) -> Callable[[Agency], int | None]:
    if not call.flag("include_dataset_count", default=True):
        return lambda _agency: None
    counted: dict[UUID, int] = catalogue.counts(call.place)
    return lambda agency: counted.get(agency.pk, 0)


def _more(call: Call, clause: Clause) -> dict[str, Any]:
    """Return what organization_show and group_show tell beyond the list: with include_datasets the first ten datasets."""
    more: dict[str, Any] = {"extras": [], "tags": []}
    if call.flag("include_datasets"):
        question = Question(clauses=(clause,))
        found = catalogue.search(call.place, question, Sort(), start=0, rows=limits.ROWS_DEFAULT)
        named = _groups()
        more["packages"] = [shapes.package(call, item, named) for item in found.items]
    return more


def group_list(call: Call) -> object:
    """List the classes of information. Parameters: all_fields, groups, include_dataset_count."""
    wanted = set(call.texts("groups"))
    found = [each for each in catalogue.groups() if not wanted or each.name in wanted]
    if not call.flag("all_fields"):
        return [group.name for group in found]
    counted = _group_counts(call)
    return [shapes.group(group, counted(group)) for group in found]


def group_show(call: Call) -> object:
    """Show a class of information. Parameters: id, include_datasets, include_dataset_count."""
    key = call.needed("id")
    found = next((each for each in catalogue.groups() if each.name == key), None)
    if found is None:
        raise not_found()
    shown = shapes.group(found, _group_counts(call)(found))
    return shown | _more(call, Clause("groups", frozenset({found.name}))) | {"users": []}


def _group_counts(call: Call) -> Callable[[Group], int | None]:
    if not call.flag("include_dataset_count", default=True):
        return lambda _group: None
    counted = _facet(call, "groups")
    return lambda group: counted.get(group.name, 0)


def _facet(call: Call, facet: str) -> Mapping[str, int]:
    found = catalogue.search(call.place, Question(), Sort(KEY), start=0, rows=0, facets=[facet])
    return found.facets[facet]


def tag_list(call: Call) -> object:
    """List key words. Parameters: query, all_fields."""
    query = call.text("query").lower()
    found = sorted(name for name in _facet(call, "tags") if query in name.lower())
    return [shapes.tag(name) for name in found] if call.flag("all_fields") else found


def tag_show(call: Call) -> object:
    """Show a key word. Parameters: id (its name), include_datasets."""
    name = call.needed("id")
    question = Question(clauses=(Clause("tags", frozenset({name})),))
    found = catalogue.search(call.place, question, Sort(), start=0, rows=limits.ROWS_DEFAULT)
    if not found.total:
        raise not_found()
    if not call.flag("include_datasets"):
        return shapes.tag(name)
    named = _groups()
    return shapes.tag(name) | {"packages": [shapes.package(call, item, named) for item in found.items]}


def resource_show(call: Call) -> object:
    """Show a file of a dataset. Parameter: id."""
    found = catalogue.show_resource(call.place, call.needed("id"))
    if found is None:
        raise not_found()
    item, resource = found
    return shapes.resource(call, item, resource, list(item.dataset.resources).index(resource))


def license_list(_call: Call) -> object:
    """List the licences that an agency may choose."""
    return [shapes.licence(found) for found in LICENCES.values()]


def status_show(call: Call) -> object:
    """Show what this site is."""
    name = call.place.name if call.place else "Pendopo"
    return {
        "ckan_version": _LIKE_CKAN,
        "site_url": call.base,
        "site_title": name,
        "site_description": f"Pendopo {__version__}",
        "error_emails_to": None,
        "locale_default": "id",
        "extensions": [],
    }


def site_read(_call: Call) -> object:
    """Say that anybody may read."""
    return True


def help_show(call: Call) -> object:
    """Tell what an action does. Parameter: name."""
    action = ACTIONS.get(call.needed("name"))
    if action is None:
        raise not_found()
    return action.__doc__


ACTIONS: Final[Mapping[str, Action]] = {
    action.__name__: action
    for action in (
        package_search,
        package_show,
        package_list,
        current_package_list_with_resources,
        organization_list,
        organization_show,
        group_list,
        group_show,
        tag_list,
        tag_show,
        resource_show,
        license_list,
        status_show,
        site_read,
        help_show,
    )
}
