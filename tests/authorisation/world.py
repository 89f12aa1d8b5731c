"""Where the cells are looked at: an agency full of cases, another one and a parent just like it, and everybody at the door.

The three are copies of the example's first agency, so that whatever one of them has the others have too.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.template.backends.django import Template
from django.test import Client

from pendopo.config.middleware import early_cache
from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.api.actions.tokens import make_token, revoke_token
from pendopo.kernel.api.models import Token
from pendopo.kernel.api.registry import scopes
from pendopo.kernel.api.rules import LIFETIMES
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.people import doors
from pendopo.kernel.people.actors import SYSTEM, Actor, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.rules import ROLES
from pendopo.kernel.tracking import views as tracking
from pendopo.modules.information.models import Inquiry
from pendopo.modules.objections.models import Objection
from pendopo.modules.satisfaction.actions.inviting import invite
from pendopo.modules.satisfaction.models import SurveyedService

from tests.authorisation.finding import make_feed, tracked
from tests.authorisation.lacking import add_what_is_lacking
from tests.authorisation.objects import OWN_UNIT
from tests.authorisation.twins import Twin, grant
from tests.example import WEDNESDAY, fill_with_example
from tests.journeys.town import FULL

# Slug and canary of each agency.
OWN, OTHER, PARENT, ASLEEP = "instansi-sendiri", "instansi-lain", "instansi-induk", "instansi-nonaktif"
CANARIES = {OWN: "kenarisatu", OTHER: "kenaridua", PARENT: "kenaritiga", ASLEEP: "kenariempat"}

CITIZENS = ("nobody", "citizen", "other_citizen")
# Whoever has these stands at the door of every agency's workspace, and may not enter the own one's.
SHUT_OUT = ("stranger", "parent", "sleeper", "former", "without_role")
TO_LOGIN = ("inactive", "stale")
# Whoever has these is sent to the own account first: no second step yet, a password that somebody else knows.
TO_SETTLE = ("first_step_only", "password_of_others")
# Programs with keys: of the own agency, of it with one scope only, of the other agency, one whose key was revoked, and
# one of the parent whose key holds for its children too, with all scopes but that one.
PROGRAMS = ("program", "small_program", "other_program", "revoked_program", "parent_program")
SMALL_SCOPE = "statistics:read"
VISITORS = (*CITIZENS, *ROLES, "system_admin", *SHUT_OUT, *TO_LOGIN, *TO_SETTLE, *PROGRAMS)


def build() -> None:
    """Fill the empty database with the example and the copies of its first agency."""
    fill_with_example()
    with clock.frozen(WEDNESDAY), transaction.atomic():
        source = Agency.objects.get(slug=FULL)
        add_what_is_lacking(source)
        for slug, canary in CANARIES.items():
            _after_copying(Twin(source, slug, canary).agency)
        Agency.objects.filter(slug__in=[OWN, ASLEEP]).update(parent=Agency.objects.get(slug=PARENT))
        Agency.objects.filter(slug=ASLEEP).update(is_active=False)
        # Whose child an agency is stands at the head of its letters.
        Agency.objects.filter(slug=PARENT).update(name="Instansi Induk", short_name="Induk")


def _after_copying(agency: Agency) -> None:
    """Make what rests on a secret that follows from a key: invitations."""
    asked = SurveyedService.objects.filter(agency=agency, survey__state="open").select_related(
        "survey__agency", "service"
    )
    for inquiry in Inquiry.objects.filter(agency=agency, state="completed").order_by("pk")[:1]:
        invite(asked=asked[0], subject_type="inquiry", subject_id=inquiry.pk, email="", by=SYSTEM)


class World:
    """The agencies of a database that `build` has filled, the visitors and the present moment."""

    def __init__(self) -> None:
        self.now = WEDNESDAY
        with transaction.atomic():
            self.agencies = {slug: Agency.objects.get(slug=slug) for slug in CANARIES}
            self.visitors = self._visitors()
            with clock.frozen(self.now):
                for agency in (self.own, self.other):
                    make_feed(agency)

    @property
    def own(self) -> Agency:
        """Return the agency whose people the visitors are."""
        return self.agencies[OWN]

    @property
    def other(self) -> Agency:
        """Return an agency that has nothing to do with it."""
        return self.agencies[OTHER]

    # ------------------------------------------------------------------------------------------------- visitors

    def _visitors(self) -> dict[str, Client]:
        unit = Unit.objects.get(agency=self.own, name__startswith=OWN_UNIT)
        users = {role: grant(self.own, f"sel-{role}", role, unit=unit) for role in ROLES}
        users["system_admin"] = grant(self.own, "sel-system", is_superuser=True)
        Signature.objects.filter(agency=self.own, signer__username__startswith="atasan").update(
            signer=users["superior"]
        )
        for name, place in (("stranger", OTHER), ("parent", PARENT), ("sleeper", ASLEEP)):
            there = Unit.objects.get(agency=self.agencies[place], name__startswith=OWN_UNIT)
            users[name] = grant(self.agencies[place], f"sel-{name}", *ROLES, unit=there)
        users["former"] = grant(self.own, "sel-former", *ROLES, unit=unit)
        RoleGrant.objects.filter(user=users["former"]).update(is_active=False)
        users["without_role"] = grant(self.own, "sel-without-role")
        users["inactive"] = grant(self.own, "sel-inactive", *ROLES, unit=unit)
        users |= {name: grant(self.own, f"sel-{name}", *ROLES, unit=unit) for name in ("stale", *TO_SETTLE)}
        User.objects.filter(pk=users["password_of_others"].pk).update(must_change_password=True)
        self.users = users
        clients = {name: self.client(user) for name, user in users.items()}
        User.objects.filter(pk=users["inactive"].pk).update(is_active=False)
        idle = clients["stale"].session.session_key
        Session.objects.filter(session_key=idle).update(expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        clients |= {name: self.client() for name in CITIZENS}
        self._track(clients["citizen"], self.own)
        self._track(clients["other_citizen"], self.other)
        return clients | self._programs()

    def _programs(self) -> dict[str, Client]:
        everything = list(scopes())
        keys = {
            "program": self._key(self.own, everything),
            "small_program": self._key(self.own, [SMALL_SCOPE]),
            "other_program": self._key(self.other, everything),
            "revoked_program": self._key(self.own, everything),
            "parent_program": self._key(
                self.agencies[PARENT], [each for each in everything if each != SMALL_SCOPE], with_children=True
            ),
        }
        with clock.frozen(self.now):
            self.keys = {name: token for name, (token, _text) in keys.items()}
            revoke_token(token=keys["revoked_program"][0], by=self._admin(self.own))
        return {
            name: Client(raise_request_exception=False, headers={"authorization": f"Bearer {text}"})
            for name, (_token, text) in keys.items()
        }

    def _key(self, agency: Agency, wanted: list[str], *, with_children: bool = False) -> tuple[Token, str]:
        facts = {"name": "Program sel", "scopes": wanted, "days": LIFETIMES[0], "with_children": with_children}
        with clock.frozen(self.now):
            return make_token(agency=agency, by=self._admin(agency), **facts)

    def _admin(self, agency: Agency) -> Actor:
        found = RoleGrant.objects.filter(agency=agency, role="agency_admin", is_active=True).order_by("pk")[0]
        return staff(found.user, agency)

    def client(self, user: User | None = None) -> Client:
        """Return a browser, logged in when a user is given; what goes wrong in the program is answered with 500."""
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        return client

    def _track(self, client: Client, agency: Agency) -> None:
        """Open a request and an objection of an agency in a citizen's browser."""
        for case in (tracked(Inquiry, agency), tracked(Objection, agency)):
            response = HttpResponse()
            with clock.frozen(self.now):
                tracking.stay(response, agency, case)
            for name, cookie in response.cookies.items():
                client.cookies[name] = cookie.value


# What was raised since it was emptied: a door's own refusal, which a page behind the door may word just the same.
at_the_door: list[str] = []


class _Refused(PermissionDenied):
    def __init__(self, *args: object) -> None:
        at_the_door.append("403")
        super().__init__(*args)


class _Absent(Http404):
    def __init__(self, *args: object) -> None:
        at_the_door.append("404")
        super().__init__(*args)


@contextmanager
def plain(render: bool = False) -> Iterator[None]:
    """Keep no page in memory; write none either unless `render` is true: the door decides before the template."""
    with ExitStack() as stack:
        # Every refusal is logged with its traceback, which costs more than the refusal.
        logging.disable(logging.CRITICAL)
        stack.callback(logging.disable, logging.NOTSET)
        stack.enter_context(mock.patch.object(doors, "PermissionDenied", _Refused))
        stack.enter_context(mock.patch.object(doors, "Http404", _Absent))
        stack.enter_context(mock.patch.object(early_cache, "may_keep", return_value=False))
        if not render:
            stack.enter_context(mock.patch.object(Template, "render", return_value=""))
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


LOGIN_PAGE = re.compile(r"^/masuk/\?next=")
SETTLING_PAGE = re.compile(r"^/akun/(langkah-kedua|sandi)/(\?next=.*)?$")
