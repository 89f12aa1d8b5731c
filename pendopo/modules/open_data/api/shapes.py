"""Datasets, files, agencies, classes and words in the shape that clients of CKAN read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.api.calling import Call
from pendopo.modules.open_data.ports import Group, Resource
from pendopo.modules.open_data.queries.catalogue import Item
from pendopo.modules.open_data.rules.licences import Licence

Shape = dict[str, Any]


def moment(at: dt.datetime) -> str:
    """Return a moment as CKAN writes it: UTC without saying so.

    >>> moment(dt.datetime(2026, 11, 1, 7, 0, tzinfo=dt.timezone(dt.timedelta(hours=7))))
    '2026-11-01T00:00:00.000000'
    """
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def package(call: Call, item: Item, groups: Mapping[str, Group]) -> Shape:
    """Return a dataset with its files."""
    dataset, licence = item.dataset, item.licence
    group = groups.get(dataset.group)
    return {
        "id": str(dataset.id),
        "name": item.name,
        "title": dataset.title,
        "notes": dataset.notes,
        "url": call.absolute(dataset.page),
        "type": "dataset",
        "state": "active",
        "private": False,
        "version": None,
        "author": item.agency.name,
        "author_email": item.agency.email or None,
        "maintainer": None,
        "maintainer_email": None,
        "creator_user_id": None,
        "owner_org": str(item.agency.pk),
        "organization": _organization_within(item.agency),
        "license_id": licence.code,
        "license_title": _(licence.title),
        **({"license_url": licence.url} if licence.url else {}),
        "isopen": licence.is_open,
        "metadata_created": moment(dataset.created_at),
        "metadata_modified": moment(dataset.modified_at),
        "groups": [_group_within(group)] if group else [],
        "tags": [tag(each) for each in dataset.tags],
        "num_tags": len(dataset.tags),
        "resources": [resource(call, item, each, position) for position, each in enumerate(dataset.resources)],
        "num_resources": len(dataset.resources),
        "extras": [{"key": key, "value": value} for key, value in sorted(dataset.extras.items()) if value],
        "relationships_as_object": [],
        "relationships_as_subject": [],
    }


def resource(call: Call, item: Item, found: Resource, position: int) -> Shape:
    """Return one file or link of a dataset."""
    created = moment(found.created_at or item.dataset.created_at)
    return {
        "id": found.id,
        "package_id": str(item.dataset.id),
        "name": found.name,
        "description": "",
        "url": call.absolute(found.url),
        "url_type": None,
        "format": found.format,
        "mimetype": found.mimetype or None,
        "mimetype_inner": None,
        "size": found.size,
        "hash": f"sha256:{found.sha256}" if found.sha256 else "",
        "created": created,
        "last_modified": created,
        "metadata_modified": moment(item.dataset.modified_at),
        "position": position,
        "resource_type": None,
        "state": "active",
        "cache_url": None,
        "cache_last_updated": None,
    }


def _organization_within(agency: Agency) -> Shape:
    return {
        "id": str(agency.pk),
        "name": agency.slug,
        "title": agency.name,
        "type": "organization",
        "description": "",
        "image_url": "",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def organization(call: Call, agency: Agency, count: int | None) -> Shape:
    """Return an agency as an organization; without `count` how many datasets it has is not told."""
    shown = _organization_within(agency) | {
        "display_name": agency.name,
        "image_display_url": "",
        "num_followers": 0,
        "url": call.absolute(reverse("agency-home", args=[agency.slug])),
    }
    return shown if count is None else shown | {"package_count": count}


def _group_within(group: Group) -> Shape:
    return {
        "id": group.name,
        "name": group.name,
        "title": _(group.title),
        "display_name": _(group.title),
        "description": group.basis,
        "image_display_url": "",
    }


def group(found: Group, count: int | None) -> Shape:
    """Return a class of information as a group."""
    shown = _group_within(found) | {
        "type": "group",
        "is_organization": False,
        "approval_status": "approved",
        "state": "active",
        "image_url": "",
        "num_followers": 0,
    }
    return shown if count is None else shown | {"package_count": count}


def tag(name: str) -> Shape:
    """Return a key word."""
    key = uuid5(NAMESPACE_URL, f"tag:{quote(name)}")
    return {"id": str(key), "name": name, "display_name": name, "vocabulary_id": None, "state": "active"}


def licence(found: Licence) -> Shape:
    """Return a licence as the list of licences shows it."""
    return {
        "id": found.code,
        "title": _(found.title),
        "url": found.url,
        "status": "active",
        "family": "",
        "maintainer": "",
        "domain_content": found.is_open,
        "domain_data": found.is_open,
        "domain_software": False,
        "od_conformance": "approved" if found.is_open else "not reviewed",
        "osd_conformance": "not reviewed",
        "is_generic": False,
    }
