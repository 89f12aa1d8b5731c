"""Addresses of inbox and delivery log."""

from django.urls import path

from pendopo.kernel.notifications import views

app_name = "notifications"
urlpatterns = [
    path("meja/pemberitahuan/", views.inbox, name="inbox"),
    path("meja/pemberitahuan/dibaca/", views.mark_read, name="mark_read"),
    path("meja/pengiriman/", views.deliveries, name="deliveries"),
    path("meja/pengiriman/<uuid:message_id>/ulang/", views.send_again, name="send_again"),
]
