"""Writes of administration: settings, numbers, units, accounts, days, and the verification of the audit chain."""

from pendopo.portal.administration.actions.accounts import (
    create_account,
    give_role,
    reset_second_step,
    set_account_active,
    set_one_time_password,
    take_role,
)
from pendopo.portal.administration.actions.days import add_day, remove_day
from pendopo.portal.administration.actions.refused import Refused
from pendopo.portal.administration.actions.services import add_service, change_service, set_service_active
from pendopo.portal.administration.actions.settings import (
    BRANDING,
    SETTINGS,
    Changed,
    change_branding,
    change_settings,
    set_number_template,
)
from pendopo.portal.administration.actions.trail import verify_chain
from pendopo.portal.administration.actions.units import add_unit, rename_unit, set_unit_active

__all__ = [
    "BRANDING",
    "SETTINGS",
    "Changed",
    "Refused",
    "add_day",
    "add_service",
    "add_unit",
    "change_branding",
    "change_service",
    "change_settings",
    "create_account",
    "give_role",
    "remove_day",
    "rename_unit",
    "reset_second_step",
    "set_account_active",
    "set_number_template",
    "set_one_time_password",
    "set_service_active",
    "set_unit_active",
    "take_role",
    "verify_chain",
]
