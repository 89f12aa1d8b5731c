from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.people.doors import OWN_PASSWORD
from pendopo.kernel.people.models import User
from pendopo.kernel.people.session_store import SessionStore

pytestmark = pytest.mark.django_db


def kept(**values: object) -> str:
    session = SessionStore()
    session.update(values)
    session.create()
    assert session.session_key is not None
    return session.session_key


def test_session_is_read_as_it_was_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = kept(langkah=["satu", 2], kosong=None)
    session = SessionStore(key)
    with django_assert_num_queries(1):
        assert dict(session.items()) == {"langkah": ["satu", 2], "kosong": None}
    session["langkah"] = "tiga"
    session.save()
    assert SessionStore(key)["langkah"] == "tiga"


@pytest.mark.parametrize("seconds", [0, 1])
def test_session_whose_time_is_over_is_empty_and_gets_another_key(seconds: int) -> None:
    key = kept(langkah=1)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=seconds))
    session = SessionStore(key)
    assert "langkah" not in session
    assert session.session_key is None


@pytest.mark.parametrize("key", ["tidakada" * 4, "", "a\0b" * 4, "☂" * 32, "x" * 5000])
def test_key_of_no_session_is_an_empty_one(key: str) -> None:
    session = SessionStore(key)
    assert not list(session.keys())
    assert session.session_key is None


def test_session_that_is_not_ours_is_empty() -> None:
    key = kept(langkah=1)
    Session.objects.update(session_data="bukan.sesi:kita")
    assert not list(SessionStore(key).keys())


def test_page_answers_whoever_brings_such_a_key(client: Client) -> None:
    for key in ("abc\\000abcabc", "\\000" * 32):
        response = client.get(reverse(OWN_PASSWORD), headers={"cookie": f'sessionid="{key}"'})
        assert response.status_code == 302


def test_logged_in_visitor_is_found_with_two_queries(
    user: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(user)
    assert client.session[SESSION_KEY] == str(user.pk)
    with django_assert_num_queries(2):
        assert SessionStore(client.session.session_key)[SESSION_KEY] == str(User.objects.get(pk=user.pk).pk)


def test_account_is_found_as_django_finds_it(user: User) -> None:
    names = [field.attname for field in User._meta.concrete_fields]
    plain = User.objects.all().get(pk=user.pk)
    for found in (User.objects.get(pk=user.pk), User.objects.get(pk=str(user.pk)), User.objects.get(id=user.pk)):
        assert [getattr(found, name) for name in names] == [getattr(plain, name) for name in names]
    user.delete()
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=plain.pk)


def test_account_outside_a_group_is_not_found_in_it(user: User) -> None:
    group = Group.objects.create(name="Tim")
    with pytest.raises(User.DoesNotExist):
        group.user_set.get(pk=user.pk)
    user.groups.add(group)
    assert group.user_set.get(pk=user.pk) == user
