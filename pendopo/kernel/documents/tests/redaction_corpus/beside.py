"""Places beside the page in which a word can stand."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from pypdf import PdfReader, PdfWriter

from pendopo.kernel.documents.tests.redaction_corpus.making import (
    CORPUS,
    PUBLIC,
    Maker,
    Sample,
    changed,
    helvetica,
    over,
    sample,
    text_at,
)
from pendopo.kernel.documents.tests.redaction_corpus.papers import plain


@sample("form field")
def _field(secret: str) -> Sample:
    return changed(secret, lambda made, page: _add_field(made, page, secret, appearance=True), drawn=False)


@sample("form field that draws itself")
def _bare_field(secret: str) -> Sample:
    return changed(secret, lambda made, page: _add_field(made, page, secret, appearance=False), drawn=False)


def _add_field(made: pikepdf.Pdf, page: Any, secret: str, *, appearance: bool) -> None:
    field = Dictionary(
        Type=Name("/Annot"), Subtype=Name("/Widget"), FT=Name("/Tx"), T="nama", V=secret, DA="/F1 12 Tf 0 g",
        Rect=Array([100, 695, 400, 715]), P=page.obj, F=4,
    )  # fmt: skip
    if appearance:
        drawn = made.make_stream(f"/Tx BMC BT /F1 12 Tf 2 4 Td ({secret}) Tj ET EMC".encode())
        drawn.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=Array([0, 0, 300, 20]),
                                Resources=Dictionary(Font=Dictionary(F1=helvetica()))))  # fmt: skip
        field.AP = Dictionary(N=drawn)
    held = made.make_indirect(field)
    page.Annots = Array([held])
    fonts = Dictionary(Font=Dictionary(F1=helvetica()))
    made.Root.AcroForm = Dictionary(Fields=Array([held]), NeedAppearances=not appearance, DR=fonts, DA="/F1 12 Tf 0 g")


@sample("hidden layer")
def _layer(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, page: Any) -> None:
        layer = made.make_indirect(Dictionary(Type=Name("/OCG"), Name=secret))
        made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer])))
        page.Resources.Properties = Dictionary(L0=layer)
        page.Contents = made.make_stream(b"/OC /L0 BDC " + text_at(secret, 100, 200) + b" EMC " + PUBLIC)

    return changed(secret, change)


@sample("earlier revision")
def _revision(secret: str) -> Sample:
    reader = PdfReader(io.BytesIO(plain(secret).content))
    writer = PdfWriter(reader, incremental=True)
    writer.pages[0].get_contents().set_data(PUBLIC)
    page = writer.pages[0]
    from pypdf.generic import DecodedStreamObject, NameObject

    stream = DecodedStreamObject()
    stream.set_data(PUBLIC)
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return Sample(out.getvalue(), (over(),))


@sample("attachment")
def _attachment(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, _page: Any) -> None:
        made.attachments[f"{secret}.txt"] = secret.encode() * 20

    return changed(secret, change)


@sample("properties")
def _properties(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, _page: Any) -> None:
        made.docinfo["/Author"], made.docinfo["/Title"], made.docinfo["/Rahasia"] = secret, secret, secret

    return changed(secret, change)


@sample("xmp")
def _xmp(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, _page: Any) -> None:
        made.Root.Metadata = made.make_stream(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{secret}</x:xmpmeta>".encode())
        made.Root.Metadata.update(Dictionary(Type=Name("/Metadata"), Subtype=Name("/XML")))

    return changed(secret, change)


def _noted(kind: str, **more: Any) -> Maker:
    def maker(secret: str) -> Sample:
        def change(made: pikepdf.Pdf, page: Any) -> None:
            told = {key: value(made, secret) if callable(value) else value for key, value in more.items()}
            note = Dictionary(Type=Name("/Annot"), Subtype=Name(kind), Rect=Array([100, 695, 400, 715]), F=4, **told)
            page.Annots = Array([made.make_indirect(note)])

        return changed(secret, change)

    return maker


def _drawn_note(made: pikepdf.Pdf, secret: str) -> Dictionary:
    drawn = made.make_stream(f"BT /F1 12 Tf 2 4 Td ({secret}) Tj ET".encode())
    drawn.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=Array([0, 0, 300, 20]),
                            Resources=Dictionary(Font=Dictionary(F1=helvetica()))))  # fmt: skip
    return Dictionary(N=drawn)


def _address(_made: pikepdf.Pdf, secret: str) -> Dictionary:
    return Dictionary(S=Name("/URI"), URI=f"https://contoh.id/{secret}")


CORPUS["sticky note"] = _noted("/Text", Contents=lambda _made, secret: secret, T=lambda _made, secret: secret)
CORPUS["note drawn on the page"] = _noted(
    "/FreeText", Contents=lambda _made, secret: secret, DA="/F1 12 Tf", AP=_drawn_note
)
CORPUS["highlight with a comment"] = _noted("/Highlight", Contents=lambda _made, secret: secret, C=Array([1, 1, 0]))
CORPUS["link"] = _noted("/Link", A=_address, Border=Array([0, 0, 0]))


@sample("javascript")
def _javascript(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, _page: Any) -> None:
        made.Root.OpenAction = Dictionary(S=Name("/JavaScript"), JS=f"app.alert('{secret}')")

    return changed(secret, change)


@sample("outline")
def _outline(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, _page: Any) -> None:
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(secret, 0))

    return changed(secret, change)


@sample("names, labels, private parts")
def _private(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, page: Any) -> None:
        made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=secret)]))
        made.Root.Dests = Dictionary({f"/{secret}": Array([page.obj, Name("/Fit")])})
        page.PieceInfo = Dictionary(App=Dictionary(LastModified="D:2026", Private=secret))
        page.Thumb = made.make_stream(secret.encode())
        made.Root.Orphan = made.make_stream(secret.encode())

    return changed(secret, change)


@sample("alternative text")
def _tagged(secret: str) -> Sample:
    def change(made: pikepdf.Pdf, page: Any) -> None:
        element = made.make_indirect(Dictionary(Type=Name("/StructElem"), S=Name("/P"), Alt=secret, ActualText=secret))
        made.Root.StructTreeRoot = Dictionary(Type=Name("/StructTreeRoot"), K=element)
        made.Root.MarkInfo = Dictionary(Marked=True)
        page.Contents = made.make_stream(
            f"/Span <</ActualText ({secret})>> BDC ".encode() + text_at("terbuka") + b"EMC"
        )

    return changed(secret, change)


@sample("packed objects")
def _packed(secret: str) -> Sample:
    return changed(secret, lambda _made, _page: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@sample("bytes behind the end")
def _behind(secret: str) -> Sample:
    return Sample(plain(secret).content + f"\n% {secret}\n".encode(), (over(),))


@sample("locked for the owner")
def _locked(secret: str) -> Sample:
    encryption = pikepdf.Encryption(user="", owner="pemilik", R=4)
    return changed(secret, lambda _made, _page: None, encryption=encryption)
