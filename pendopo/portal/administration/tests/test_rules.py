from __future__ import annotations

import pytest
from django import forms
from django.db import models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.people.models import User
from pendopo.portal.administration.forms.people import AccountForm
from pendopo.portal.administration.forms.settings import SettingsForm
from pendopo.portal.administration.rules import READABLE_SIGNS, one_time_password


def test_password_is_four_groups_that_can_be_read_out() -> None:
    signs = iter(READABLE_SIGNS)
    assert one_time_password(lambda _signs: next(signs)) == "abcd-efgh-jkmn-pqrs"
    assert set("ilo01") & set(READABLE_SIGNS) == set()


@pytest.mark.parametrize(("form", "model"), [(AccountForm, User), (SettingsForm, Agency)])
def test_a_mail_address_is_as_long_as_its_column_at_most(form: type[forms.Form], model: type[models.Model]) -> None:
    assert form.base_fields["email"].max_length == model._meta.get_field("email").max_length  # type: ignore[attr-defined]
