"""The admin's pages of keys and webhooks."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.api import actions
from pendopo.kernel.api.models import Token, Webhook
from pendopo.kernel.api.tests.calling import Program, key_for
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.notifications.models import MessageState, OutboxMessage

from tests.staffed import Staffed


@pytest.fixture
def body(db: None) -> Staffed:
    return Staffed(Agency.objects.create(slug="contoh", name="Dinas Contoh", short_name="Contoh"), "programs")


@pytest.fixture
def admin(body: Staffed) -> Client:
    return body.visit("agency_admin")


def test_key_is_made_shown_once_and_revoked(body: Staffed, admin: Client) -> None:
    made = admin.post(
        body.url("make_key"), {"name": "LAPOR!", "scopes": ["requests:read", "requests:write"], "days": "90"}
    )
    assert (made.status_code, made.headers["Location"]) == (303, body.url("keys"))
    token = Token.objects.get()
    shown = re.search(r"pdp_[a-z0-9]{8}_[\w-]{43}", admin.get(body.url("keys")).content.decode())
    assert shown is not None
    assert shown[0] not in admin.get(body.url("keys")).content.decode()
    assert shown[0][13:] not in str(Token.objects.values().get())
    assert (token.scopes, (token.expires_at - token.made_at).days) == (["requests:read", "requests:write"], 90)
    assert Program(shown[0]).get("token").json()["scopes"] == token.scopes
    revoked = admin.post(body.url("revoke_key", token.pk), follow=True)
    assert "dicabut dan tidak berlaku lagi" in revoked.content.decode()
    assert "sudah dicabut sebelumnya" in admin.post(body.url("revoke_key", token.pk), follow=True).content.decode()
    assert Program(shown[0]).get("token").status_code == 401
    trail = list(Entry.objects.order_by("seq").values_list("action", "details"))
    assert trail == [
        ("api_token.make", {"name": "LAPOR!", "scopes": token.scopes, "children": False, "days": 90}),
        ("api_token.revoke", {"name": "LAPOR!"}),
    ]


def test_key_for_children_is_offered_to_parents_only(body: Staffed, admin: Client) -> None:
    assert b"with_children" not in admin.get(body.url("make_key")).content
    Agency.objects.create(slug="anak", name="Anak", short_name="A", parent=body.agency)
    assert b"with_children" in admin.get(body.url("make_key")).content
    admin.post(body.url("make_key"), {"name": "Induk", "scopes": "requests:read", "days": "30", "with_children": "on"})
    assert Token.objects.get().with_children


def test_wrong_input_is_told(body: Staffed, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = admin.post(body.url("make_key"), {"name": "", "days": "7"})
    assert refused.status_code == 422
    for sentence in ("Tulis nama program.", "Pilih sedikitnya satu cakupan."):
        assert sentence in refused.content.decode()
    monkeypatch.setattr("pendopo.kernel.api.rules.TOKENS_MAX", 0)
    full = admin.post(body.url("make_key"), {"name": "x", "scopes": "requests:read", "days": "30"})
    assert "Jumlah kunci yang berlaku sudah mencapai batas" in full.content.decode()
    monkeypatch.setattr("pendopo.kernel.api.rules.WEBHOOKS_MAX", 0)
    full = admin.post(body.url("register_webhook"), {"name": "x", "url": "https://x.id", "topics": "request.received"})
    assert "Jumlah webhook sudah mencapai batas" in full.content.decode()


@pytest.mark.parametrize(
    "url",
    ["http://contoh.id/x", "https://a:b@contoh.id/", "https://contoh.id/#x", "https:///x", "contoh.id", "https://[x/"],
)
def test_address_of_webhook_must_be_sound(body: Staffed, admin: Client, url: str) -> None:
    refused = admin.post(body.url("register_webhook"), {"name": "x", "url": url, "topics": "request.received"})
    assert refused.status_code == 422
    assert "diawali https://" in refused.content.decode()


def test_webhook_is_registered_tried_and_removed(body: Staffed, admin: Client) -> None:
    sent = {"name": "LAPOR!", "url": "https://lapor.example.id/terima", "topics": ["request.received"]}
    made = admin.post(body.url("register_webhook"), sent)
    hook = Webhook.objects.get()
    page = body.url("webhook", hook.pk)
    assert (made.status_code, made.headers["Location"]) == (303, page)
    assert "whsec_" in admin.get(page).content.decode()
    assert "whsec_" not in admin.get(page).content.decode()
    assert admin.post(body.url("ping", hook.pk)).status_code == 303
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(state=MessageState.FAILED, last_error="Undelivered: status 500")
    message.log.create(at=clock.now(), ok=False, detail="Undelivered: status 500")
    assert "Undelivered: status 500" in admin.get(page).content.decode()
    again = body.url("send_again", hook.pk, message.pk)
    assert "kembali ke antrean" in admin.post(again, follow=True).content.decode()
    assert "tidak sedang gagal" in admin.post(again, follow=True).content.decode()
    assert admin.get(f"{page}?sebelum=x").status_code == 404
    assert admin.get(f"{page}?sebelum={message.pk}").status_code == 200
    assert admin.post(body.url("send_again", hook.pk, hook.pk)).status_code == 404
    admin.post(body.url("remove_webhook", hook.pk))
    assert [admin.get(page).status_code, admin.post(body.url("ping", hook.pk)).status_code] == [404, 404]
    assert "Belum ada webhook" in admin.get(body.url("keys")).content.decode()


def test_other_agencys_keys_and_webhooks_are_not_there(body: Staffed, admin: Client) -> None:
    other = Staffed(Agency.objects.create(slug="lain", name="Lain", short_name="L"), "programs")
    key_for(other.agency, "requests:read")
    hook, _secret = actions.register_webhook(
        agency=other.agency,
        name="Lain",
        url="https://x.id",
        topics=["request.received"],
        by=other.actor("agency_admin"),
    )
    assert admin.post(body.url("revoke_key", Token.objects.get().pk)).status_code == 404
    assert admin.get(body.url("webhook", hook.pk)).status_code == 404
    assert "Belum ada kunci" in admin.get(body.url("keys")).content.decode()
