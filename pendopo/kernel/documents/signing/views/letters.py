"""Officers' pages: which letters wait, one letter, signing, the scan, sending back, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import POLICY, file_response
from pendopo.kernel.documents.letters import LetterFailed
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.signing import actions, forms, queries, rules
from pendopo.kernel.documents.signing.actions import NotNow, WrongState
from pendopo.kernel.documents.signing.permissions import SIGN, may_sign, may_withdraw
from pendopo.kernel.documents.signing.registry import case_url
from pendopo.kernel.documents.signing.signers import current_signer
from pendopo.kernel.documents.signing.source import for_ink
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.limits import count_try, exceeded
from pendopo.kernel.people.models import User
from pendopo.ui.errors import error_response

_FORM_METHODS = ["GET", "HEAD", "POST"]


def _find(request: AgencyRequest, agency: Agency, pk: UUID) -> Signature:
    found = queries.find_signature(agency, request.actor, pk)
    if found is None:
        raise Http404(_("Surat ini tidak ada, atau bukan Anda yang mengurusnya. Periksa daftar surat."))
    found.agency = agency
    return found


def _to_letter(signature: Signature) -> HttpResponse:
    return _see_other(actions.letter_page(signature.agency, signature.pk))


def _see_other(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@require_safe
@staff_door(SIGN)
def letters(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """List letters: those that wait for one's own signature first."""
    which = request.GET.get("daftar", queries.MINE)
    if which not in queries.LISTS:
        raise Http404(_("Daftar ini tidak ada. Pilih salah satu daftar surat."))
    page = Paginator(queries.letters_for(agency, request.actor, which), rules.LETTERS_A_PAGE).get_page(
        request.GET.get("halaman")
    )
    context = {
        "page": page,
        "which": which,
        "lists": [
            (queries.MINE, _("Menunggu tanda tangan saya")),
            (queries.OPEN, _("Belum ditandatangani")),
            (queries.DONE, _("Sudah ditandatangani")),
        ],
        "can_sign": which == queries.MINE and current_signer() is not None,
    }
    return render(request, "signing/letters.html", context)


@require_safe
@staff_door(SIGN)
def letter(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show one letter: its files, how far the signature is, and what can be done."""
    found = _find(request, agency, pk)
    service = current_signer()
    mine = bool(may_sign(request.actor, found))
    context = {
        "letter": found,
        "mine": mine,
        "service": service,
        "can_sign": mine and found.can_be_signed and service is not None and bool(found.source),
        "can_print": found.can_be_signed and bool(found.source),
        "can_upload": found.can_be_signed or found.state == rules.SIGNED,
        "can_ask": found.state in {rules.UNSIGNED, rules.DECLINED},
        "can_decline": mine and found.can_be_signed,
        "can_withdraw": found.state == rules.SIGNED and bool(may_withdraw(request.actor, found)),
        "case_url": case_url(agency, found.subject_type, found.subject_id),
        "check_path": reverse("signing:check", args=[agency.slug, found.code]) if found.code else "",
    }
    return render(request, "signing/letter.html", context)


@require_safe
@staff_door(SIGN)
def issued_file(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand out the letter as it was issued, unsigned."""
    return _file(_find(request, agency, pk).letter)


@require_safe
@staff_door(SIGN)
def signed_file(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponseBase:
    """Hand out the signed version."""
    return _file(_find(request, agency, pk).signed)


def _file(document: Document | None) -> HttpResponseBase:
    if document is None or document.removed_at is not None:
        raise Http404(_("Berkas ini tidak ada: surat belum ditandatangani, atau berkasnya sudah dihapus."))
    return file_response(document)


@require_safe
@staff_door(SIGN)
def print_copy(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Show the letter with room for ink: the same words and number."""
    found = _find(request, agency, pk)
    if not (found.can_be_signed and found.source):
        return _not_now(
            request, NotNow(_("Surat ini tidak lagi menunggu tanda tangan. Unduh berkasnya dari halaman surat."))
        )
    try:
        pdf = for_ink(found.source)
    except LetterFailed:
        return _not_now(
            request, NotNow(_("Surat gagal disusun. Coba lagi beberapa saat lagi.")), HTTPStatus.SERVICE_UNAVAILABLE
        )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote('cetak-' + found.letter.name)}"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(_FORM_METHODS)
@staff_door(SIGN)
def sign(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Sign one or several letters; the password is asked again."""
    wanted = _wanted(request)
    found = list(queries.letters_for(agency, request.actor, queries.MINE)[: rules.LETTERS_A_PAGE * 4])
    # A letter nobody asked to be signed may be signed by the one it names all the same.
    found += _also(request, agency, wanted, {each.pk for each in found})
    if not found:
        return _not_now(request, NotNow(_("Tidak ada surat yang menunggu tanda tangan Anda.")))
    if request.method != "POST":
        return _sign_page(request, forms.SignForm(choices=found, initial={"letters": [str(each) for each in wanted]}))
    form = forms.SignForm(request.POST, choices=found)
    if not form.is_valid():
        return _sign_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    user = cast(User, request.user)
    if exceeded(f"sign:{user.pk}", rules.PASSWORDS_PER_USER):
        return error_response(
            request,
            HTTPStatus.TOO_MANY_REQUESTS,
            message=_("Kata sandi terlalu sering salah, sehingga penandatanganan ditahan sementara."),
            remedy=_("Coba lagi beberapa menit lagi. Surat Anda tetap menunggu."),
        )
    if not user.check_password(form.cleaned_data["password"]):
        count_try(f"sign:{user.pk}", rules.PASSWORDS_PER_USER)
        form.refuse_password()
        return _sign_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    _sign_all(request, agency, form.cleaned_data["letters"], form.cleaned_data["reason"])
    return _see_other(reverse("signing:letters", args=[agency.slug]))


def _wanted(request: AgencyRequest) -> list[UUID]:
    found = []
    for text in (request.GET.getlist("surat") + request.POST.getlist("letters"))[: rules.LETTERS_A_PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _also(request: AgencyRequest, agency: Agency, wanted: list[UUID], known: set[UUID]) -> list[Signature]:
    missing = [pk for pk in wanted if pk not in known]
    if not missing:
        return []
    mine = Signature.objects.for_agency(agency).filter(signer_id=request.actor.user_pk, state__in=rules.SIGNABLE)
    return list(mine.filter(pk__in=missing).defer("source"))


def _sign_page(request: AgencyRequest, form: forms.SignForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "signing/sign.html", {"form": form, "service": current_signer()}, status=status)


def _sign_all(request: AgencyRequest, agency: Agency, chosen: list[UUID], reason: str) -> None:
    """Sign one after the other, each in its own transaction; say of each that was not signed why."""
    done = 0
    for pk in chosen:
        signature = _find(request, agency, pk)
        try:
            actions.sign(signature=signature, reason=reason, by=request.actor)
            done += 1
        except NotNow as refused:
            messages.error(request, f"{signature.number}: {refused.reason}")
    if done:
        messages.success(
            request, _("%(count)d surat ditandatangani dan menggantikan versi sebelumnya.") % {"count": done}
        )


@require_POST
@staff_door(SIGN)
def ask(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Ask the officer named under the letter for the signature."""
    found = _find(request, agency, pk)
    try:
        actions.ask(signature=found, by=request.actor)
    except NotNow as refused:
        return _not_now(request, refused)
    messages.success(request, _("Tanda tangan diminta; pejabatnya sudah diberi tahu."))
    return _to_letter(found)


@require_http_methods(_FORM_METHODS)
@staff_door(SIGN)
def upload(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Take in the scan of the signed letter, or a file signed elsewhere."""
    found = _find(request, agency, pk)
    if not (found.can_be_signed or found.state == rules.SIGNED):
        return _not_now(request, WrongState(found))

    def act(form: Any) -> str:
        actions.upload_signed(signature=found, upload=form.cleaned_data["file"], by=request.actor)
        return _("Versi bertanda tangan tersimpan dan menggantikan versi sebelumnya.")

    return _step(request, found, "upload", forms.UploadSignedForm, act)


@require_http_methods(_FORM_METHODS)
@staff_door(SIGN)
def decline(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Send the letter back unsigned."""
    found = _find(request, agency, pk)
    if not found.can_be_signed:
        return _not_now(request, WrongState(found))

    def act(form: Any) -> str:
        actions.decline(signature=found, note=form.cleaned_data["note"], by=request.actor)
        return _("Surat dikembalikan tanpa tanda tangan.")

    return _step(request, found, "decline", forms.DeclineForm, act)


@require_http_methods(_FORM_METHODS)
@staff_door(SIGN)
def withdraw(request: AgencyRequest, agency: Agency, pk: UUID) -> HttpResponse:
    """Withdraw a signed letter."""
    found = _find(request, agency, pk)
    if found.state != rules.SIGNED:
        return _not_now(request, WrongState(found))

    def act(form: Any) -> str:
        actions.withdraw(signature=found, note=form.cleaned_data["note"], by=request.actor)
        return _("Surat dicabut. Halaman pemeriksaannya menyebut hal itu.")

    return _step(request, found, "withdraw", forms.WithdrawForm, act)


def _step(
    request: AgencyRequest, found: Signature, name: str, make: Callable[..., Any], act: Callable[[Any], str]
) -> HttpResponse:
    form = make(request.POST, request.FILES) if request.method == "POST" else make()
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                messages.success(request, act(form))
                return _to_letter(found)
            except WrongState as refused:
                return _not_now(request, refused, typed=str(form.cleaned_data.get("note", "")))
            except NotNow as refused:
                form.add_error(None, refused.reason)
            except FileRefused as refused:
                form.add_error("file", _(refused.template) % refused.params)
    return render(request, f"signing/{name}.html", {"form": form, "letter": found}, status=status)


def _not_now(
    request: AgencyRequest, refused: NotNow, status: int = HTTPStatus.CONFLICT, *, typed: str = ""
) -> HttpResponse:
    """Say in words why nothing was done; what was typed is given back."""
    return render(request, "signing/not_now.html", {"reason": refused.reason, "typed": typed}, status=status)
