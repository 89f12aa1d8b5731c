"""Agency, unit, register counter."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies import rules
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.lib.ids import uuid7

HEX_COLOUR = RegexValidator(r"^#[0-9a-f]{6}$", _("Tulis warna sebagai enam angka heksadesimal, misalnya #0a489f."))


class AgencyKind(models.TextChoices):
    """Kind of public body (jenis badan publik)."""

    MINISTRY = "ministry", _("Kementerian")
    INSTITUTION = "institution", _("Lembaga")
    PROVINCE = "province", _("Pemerintah provinsi")
    REGENCY = "regency", _("Pemerintah kabupaten/kota")
    OFFICE = "office", _("Perangkat daerah atau satuan kerja")
    VILLAGE = "village", _("Pemerintah desa")
    OTHER = "other", _("Badan publik lain")


class Agency(models.Model):
    """A public body (badan publik): the tenant to which every row belongs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField(max_length=40, unique=True)
    code = models.CharField(
        max_length=20, help_text=_("Singkatan dalam nomor register, misalnya PPID."), default="PPID"
    )
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices, default=AgencyKind.OTHER)
    region_code = models.CharField(max_length=13, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta", choices=list(rules.TIMEZONES.items()))
    week_days = models.PositiveSmallIntegerField(default=5, choices=[(n, str(n)) for n in rules.WEEKS])
    opens_at = models.TimeField(default=dt.time(8, 0))
    closes_at = models.TimeField(default=dt.time(16, 0))
    calendar_scope = models.CharField(max_length=10, default="full", choices=[(v, v) for v in rules.CALENDAR_SCOPES])
    receipt_policy = models.CharField(max_length=20, default="as_is", choices=[(v, v) for v in rules.RECEIPT_POLICIES])
    notice_basis = models.CharField(max_length=10, default="complete", choices=[(v, v) for v in rules.NOTICE_BASES])
    missed_check = models.CharField(max_length=10, default="complete", choices=[(v, v) for v in rules.MISSED_CHECKS])
    missed_repair = models.CharField(max_length=10, default="close", choices=[(v, v) for v in rules.MISSED_REPAIRS])
    # Code of a regime (lib.deadlines): which set of statutory periods holds here.
    regime = models.CharField(max_length=20, default="general")
    letter_release = models.CharField(max_length=10, default="issued", choices=[(v, v) for v in rules.LETTER_RELEASES])
    brand_name = models.CharField(max_length=80, blank=True)
    brand_kind = models.CharField(max_length=80, blank=True)
    logo_text = models.CharField(max_length=4, blank=True)
    colour_primary = models.CharField(max_length=7, default=rules.DEFAULT_COLOURS[0], validators=[HEX_COLOUR])
    colour_dark = models.CharField(max_length=7, default=rules.DEFAULT_COLOURS[1], validators=[HEX_COLOUR])
    colour_light = models.CharField(max_length=7, default=rules.DEFAULT_COLOURS[2], validators=[HEX_COLOUR])
    is_active = models.BooleanField(default=True)

    class Meta:
        """Ordering and checks."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(week_days__in=rules.WEEKS), name="agency_week_5_or_6"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the agency's public home."""
        return reverse("agency-home", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError for a slug that the installation's own addresses need."""
        super().clean()
        if self.slug in rules.RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("Kata ini dipakai alamat bersama. Pilih kata lain untuk alamat instansi.")}
            )

    @property
    def kind_label(self) -> str:
        """Return what kind of public body this is; pages list hundreds, and Django's own display takes ten times as long."""
        return str(AgencyKind(self.kind).label)

    @property
    def zone(self) -> ZoneInfo:
        """Return the agency's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def zone_label(self) -> str:
        """Return WIB, WITA or WIT."""
        return rules.TIMEZONES[self.timezone]

    @property
    def theme_key(self) -> str:
        """Return the three colours as one key: it changes with them, so that browsers may keep the theme."""
        return "-".join(c.lstrip("#") for c in (self.colour_primary, self.colour_dark, self.colour_light))

    @property
    def theme_url(self) -> str:
        """Return the address of the agency's theme stylesheet, empty for the default colours."""
        if (self.colour_primary, self.colour_dark, self.colour_light) == rules.DEFAULT_COLOURS:
            return ""
        return reverse("theme", args=[self.theme_key])


class Unit(models.Model):
    """A unit of an agency (unit kerja), the holder of information (PPID Pelaksana)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects = ScopedManager()

    class Meta:
        """Ordering and uniqueness."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once_per_agency")]

    def __str__(self) -> str:
        return self.name


class RegisterCounter(models.Model):
    """Last number given in one register, agency and year; locked while a number is taken, so that none is skipped."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        """One counter per agency, register and year."""

        constraints = [models.UniqueConstraint(fields=["agency", "register", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"


class NumberTemplate(models.Model):
    """How an agency writes the numbers of a register, for example {seq:03d}/PPID/{month_roman}/{year}."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="number_templates")
    register = models.CharField(max_length=40)
    template = models.CharField(max_length=80)

    objects = ScopedManager()

    class Meta:
        """One template per agency and register."""

        constraints = [models.UniqueConstraint(fields=["agency", "register"], name="number_template_once")]

    def __str__(self) -> str:
        return f"{self.register}: {self.template}"
