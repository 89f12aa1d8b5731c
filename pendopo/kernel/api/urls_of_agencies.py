"""Addresses of an agency's keys and webhooks in the workspace."""

from django.urls import path

from pendopo.kernel.api.views import hooks, keys

app_name = "programs"
_API = "meja/pengaturan/api/"
_HOOK = f"{_API}webhook/<uuid:pk>/"

urlpatterns = [
    path(_API, keys.keys, name="keys"),
    path(f"{_API}kunci/baru/", keys.make_key, name="make_key"),
    path(f"{_API}kunci/<uuid:pk>/cabut/", keys.revoke_key, name="revoke_key"),
    path(f"{_API}webhook/baru/", hooks.register_webhook, name="register_webhook"),
    path(_HOOK, hooks.webhook, name="webhook"),
    path(f"{_HOOK}coba/", hooks.ping, name="ping"),
    path(f"{_HOOK}hapus/", hooks.remove_webhook, name="remove_webhook"),
    path(f"{_HOOK}kiriman/<uuid:message_pk>/ulang/", hooks.send_again, name="send_again"),
]
