"""Scans and photographs."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from pendopo.kernel.documents.tests.redaction_corpus.making import (
    PUBLIC,
    Sample,
    box,
    over,
    page_of,
    sample,
    saved,
    text_at,
)


def drawn_picture(secret: str, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    pen.text((210, 270), secret, fill="black", font=ImageFont.load_default(size=40))
    pen.text((210, 900), "Bagian ini terbuka", fill="black", font=ImageFont.load_default(size=40))
    return picture


PICTURE_BOX = box(0.15, 0.14, 0.6, 0.19)


@sample("scan with hidden words")
def _scan(secret: str) -> Sample:
    made = pikepdf.new()
    pixels = drawn_picture(secret).convert("L")
    image = made.make_stream(zlib.compress(pixels.tobytes()))
    image.update(Dictionary(Type=Name("/XObject"), Subtype=Name("/Image"), Width=pixels.width, Height=pixels.height,
                            ColorSpace=Name("/DeviceGray"), BitsPerComponent=8, Filter=Name("/FlateDecode")))  # fmt: skip
    page = page_of(made, b"q 595 0 0 842 0 0 cm /S0 Do Q " + text_at(secret, more="3 Tr"))
    page.Resources.XObject = Dictionary(S0=image)
    return Sample(saved(made), (PICTURE_BOX,))


@sample("inline picture")
def _inline(secret: str) -> Sample:
    made = pikepdf.new()
    # Each byte of the secret is a grey pixel.
    pixels = secret.encode().hex()
    drawing = f"q 300 0 0 20 100 695 cm BI /W {len(secret)} /H 1 /CS /G /BPC 8 /F /AHx ID {pixels}> EI Q\n".encode()
    page_of(made, drawing + PUBLIC)
    return Sample(saved(made), (over(),))


@sample("photograph with exif")
def _photograph(secret: str) -> Sample:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = secret, secret
    drawn_picture(secret).save(out, "JPEG", quality=92, exif=exif, comment=secret.encode())
    return Sample(out.getvalue(), (box(0.13, 0.12, 0.62, 0.21),), "jpg")


@sample("photograph held sideways")
def _sideways(secret: str) -> Sample:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: shown after a quarter turn clockwise
    drawn_picture(secret).rotate(90, expand=True).save(out, "JPEG", quality=92, exif=exif)
    return Sample(out.getvalue(), (box(0.13, 0.12, 0.62, 0.21),), "jpg")


@sample("colours behind transparency")
def _transparent(secret: str) -> Sample:
    out = io.BytesIO()
    picture = drawn_picture(secret).convert("RGBA")
    # Every pixel of the secret is there, and none can be seen.
    clear = Image.new("L", picture.size, 255)
    clear.paste(0, (180, 240, 760, 340))
    picture.putalpha(clear)
    picture.save(out, "PNG", text=None)
    return Sample(out.getvalue(), (box(0.5, 0.8, 0.6, 0.85),), "png")


@sample("picture with words")
def _png(secret: str) -> Sample:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", secret)
    out = io.BytesIO()
    drawn_picture(secret).save(out, "PNG", pnginfo=words)
    return Sample(out.getvalue(), (PICTURE_BOX,), "png")
