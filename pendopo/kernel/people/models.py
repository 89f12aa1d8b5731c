"""Staff accounts, their roles per agency or unit, citizens' contacts without accounts, counted tries."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.rows import find
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people import rules
from pendopo.kernel.people.personal import PersonalField, declare, unseal
from pendopo.lib.ids import uuid7


class Role(models.TextChoices):
    """What a member of staff does in an agency (peran)."""

    FRONT_OFFICE = rules.FRONT_OFFICE, _("Petugas meja layanan (ULT)")
    BACK_OFFICE = rules.BACK_OFFICE, _("PPID Pelaksana (unit)")
    PPID = rules.PPID, _("PPID")
    SUPERIOR = rules.SUPERIOR, _("Atasan PPID")
    AGENCY_ADMIN = rules.AGENCY_ADMIN, _("Admin instansi")
    AUDITOR = rules.AUDITOR, _("Auditor")


class Accounts(UserManager["User"]):
    """Finds accounts; the one who asks for a page, whom Django finds by key each time, by a statement written once."""

    use_in_migrations = False

    def get(self, *args: Any, **wanted: Any) -> User:
        """Return the one account that is wanted, as QuerySet.get does."""
        # Django derives from this the managers of what belongs to something else: they know more than a key.
        if type(self) is not Accounts or args or wanted.keys() != {"pk"}:
            return super().get(*args, **wanted)
        found = find(self.model, id=wanted["pk"])
        if found is None:
            raise self.model.DoesNotExist
        return found


class User(AbstractUser):
    """A staff account (akun petugas); citizens need none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("nama lengkap"), max_length=150)
    # Set with a password that somebody else made and knows; no page of the workspace opens until it is replaced.
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Accounts] = Accounts()

    class Meta(AbstractUser.Meta):
        """A person may log in by e-mail, in whatever letters it is typed."""

        indexes = [models.Index(Lower("email"), name="user_email_lower")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the one name a person has; Indonesian names need not have two parts."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name as it is."""
        return self.name


class RoleGrant(models.Model):
    """A role that a user holds in an agency; back office roles name the unit they answer for."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)

    objects = ScopedManager()

    class Meta:
        """Uniqueness, and a unit wherever a unit answers."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "unit", "role"],
                name="grant_once_in_unit",
                condition=models.Q(unit__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "agency", "role"], name="grant_once", condition=models.Q(unit__isnull=True)
            ),
            models.CheckConstraint(
                condition=~models.Q(role=rules.BACK_OFFICE) | models.Q(unit__isnull=False),
                name="grant_back_office_has_unit",
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class ContactKind(models.TextChoices):
    """Who asks (jenis pemohon): person, group, or legal entity."""

    PERSON = "person", _("Perorangan")
    GROUP = "group", _("Kelompok orang")
    LEGAL_ENTITY = "legal_entity", _("Badan hukum")


class Contact(models.Model):
    """A citizen's or legal entity's identity given for one case (identitas pemohon), without an account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    nik_sealed = models.BinaryField(blank=True, default=b"")
    nik_digest = models.CharField(max_length=64, blank=True)
    decree_number = models.CharField(max_length=100, blank=True)
    other_id = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=500)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    occupation = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        """Search by NIK digest within an agency."""

        indexes = [models.Index(fields=["agency", "nik_digest"])]

    def __str__(self) -> str:
        return self.name

    @property
    def nik(self) -> str:
        """Return the NIK in clear; callers must have logged the reason (see actions.reveal_nik)."""
        return unseal(self.nik_sealed, purpose="nik")

    @property
    def masked_nik(self) -> str:
        """Return the NIK with only the last four digits shown."""
        return rules.mask_nik(self.nik)


class Knock(models.Model):
    """Somebody at the login page whose try failed, or who forgot the password (ketukan); the worker sees to it.

    One row is written whether or not there is such an account, so that the answer takes as long and tells nothing.
    """

    class Kind(models.TextChoices):
        """What happened."""

        FAILED = "failed", _("Gagal masuk")
        FORGOTTEN = "forgotten", _("Lupa kata sandi")

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


_LAW = "UU 14/2008 Pasal 22 ayat (2); UU 27/2022 Pasal 20 ayat (2) huruf c dan e"
declare(
    "people.Contact",
    PersonalField("name", "Mencatat pemohon dalam register", _LAW, None, instead="[dihapus]"),
    PersonalField("on_behalf_of", "Mencatat pemberi kuasa", _LAW, None),
    PersonalField(
        "nik_sealed", "Memastikan pemohon warga negara Indonesia", _LAW, rules.IDENTITY_DAYS, "last4", sealed="nik"
    ),
    PersonalField("nik_digest", "Menemukan permohonan ganda tanpa membuka NIK", _LAW, rules.IDENTITY_DAYS),
    PersonalField("decree_number", "Memastikan pemohon badan hukum Indonesia", _LAW, None),
    PersonalField("other_id", "Identitas lain bila NIK tidak ada", _LAW, rules.IDENTITY_DAYS),
    PersonalField("address", "Mengirim pemberitahuan dan salinan", _LAW, rules.IDENTITY_DAYS),
    PersonalField("phone", "Menghubungi pemohon", _LAW, rules.IDENTITY_DAYS),
    PersonalField("email", "Mengirim pemberitahuan", _LAW, rules.IDENTITY_DAYS),
    PersonalField("occupation", "Kolom register permohonan", _LAW, rules.IDENTITY_DAYS),
)
declare(
    "people.User",
    *(
        PersonalField(
            field, purpose, "UU 27/2022 Pasal 20 ayat (2) huruf c; UU 25/2009", None, erase="own", whose="officer"
        )
        for field, purpose in (
            ("username", "Masuk ke ruang kerja"),
            ("password", "Membuktikan pemilik akun; hanya sidiknya yang tersimpan"),
            ("email", "Memberi tahu petugas"),
            ("name", "Menunjukkan siapa yang bertanggung jawab atas suatu langkah"),
        )
    ),
)


class CountedTry(models.Model):
    """Tries in a time window under one key (rate limit); keys are digests, never addresses or numbers."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        """One row per key and window; old windows are swept by window."""

        constraints = [models.UniqueConstraint(fields=["key", "window"], name="counted_try_once")]
        indexes = [models.Index(fields=["window"])]

    def __str__(self) -> str:
        return f"{self.count} since {self.window}"
