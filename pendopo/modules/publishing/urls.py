"""Addresses of the module, all below an agency's slug."""

from django.urls import path

from pendopo.modules.publishing.views import announcing, duties, links, public, reviews

app_name = "publishing"
_ALERT = "peringatan/"
_LIST = f"{_ALERT}langganan/"
_NOTICES = "meja/peringatan/"
_NOTICE = f"{_NOTICES}<uuid:pk>/"
_DUTIES = "meja/kewajiban/"
_DUTY = f"{_DUTIES}butir/<slug:key>/"
_PROOF = f"{_DUTIES}bukti/<uuid:pk>/"
_LINKS = f"{_DUTIES}tautan/"
_REVIEWS = f"{_DUTIES}reviu/"

urlpatterns = [
    path(_ALERT, public.listed, name="listed"),
    path(f"{_ALERT}umpan.xml", public.feed, name="feed"),
    path(f"{_ALERT}<uuid:pk>/", public.notice, name="notice"),
    path(_LIST, public.subscribe, name="subscribe"),
    path(f"{_LIST}<uuid:pk>/<slug:token>/konfirmasi/", public.confirm, name="confirm"),
    path(f"{_LIST}<uuid:pk>/<slug:token>/berhenti/", public.unsubscribe, name="unsubscribe"),
    path(_NOTICES, announcing.notice_list, name="notice_list"),
    path(f"{_NOTICES}baru/", announcing.announce, name="announce"),
    path(f"{_NOTICES}petugas/", announcing.grant, name="grant"),
    path(_NOTICE, announcing.detail, name="detail"),
    path(f"{_NOTICE}perbarui/", announcing.update, name="update"),
    path(f"{_NOTICE}akhiri/", announcing.end, name="end"),
    path(_DUTIES, duties.duty_list, name="duty_list"),
    path(f"{_DUTIES}kalender/", duties.calendar, name="calendar"),
    path(f"{_DUTIES}tambah/", duties.add_item, name="add_item"),
    path(_DUTY, duties.duty, name="duty"),
    path(f"{_DUTY}bukti/", duties.prove, name="prove"),
    path(f"{_DUTY}atur/", duties.arrange, name="arrange"),
    path(f"{_DUTY}tidak-berlaku/", duties.waive, name="waive"),
    path(f"{_DUTY}berlaku/", duties.restore, name="restore"),
    path(f"{_PROOF}berkas/", duties.proof_file, name="proof_file"),
    path(f"{_PROOF}tarik/", duties.retract, name="retract"),
    path(_LINKS, links.link_list, name="link_list"),
    path(f"{_LINKS}<uuid:pk>/", links.link, name="link"),
    path(f"{_LINKS}<uuid:pk>/periksa/", links.ask_soon, name="ask_soon"),
    path(_REVIEWS, reviews.review_list, name="review_list"),
    path(f"{_REVIEWS}baru/", reviews.freeze, name="freeze"),
    path(f"{_REVIEWS}<uuid:pk>/", reviews.review, name="review"),
    path(f"{_REVIEWS}<uuid:pk>/cetak/", reviews.review_print, name="review_print"),
    path(f"{_REVIEWS}<uuid:pk>/reviu.pdf", reviews.review_pdf, name="review_pdf"),
]
