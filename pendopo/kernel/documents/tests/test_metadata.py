"""What a picture tells beside itself does not reach the store; the picture stays as it was, turned as it was."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents import actions, rules
from pendopo.kernel.documents.inspection import checked, inspect_bytes
from pendopo.kernel.documents.inspection.metadata import without_metadata
from pendopo.kernel.documents.rules import KINDS
from pendopo.kernel.documents.tests import samples
from pendopo.kernel.people.actors import CITIZEN

JPEG, PNG = "image/jpeg", "image/png"
SECRETS = (b"Telepon Siti", b"GPS-DI-RUMAH", b"lokasi rumah", b"catatan kamera", b"<x:xmpmeta>")
XMP = b"<x:xmpmeta>lokasi rumah</x:xmpmeta>"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def noise(mode: str = "RGB", size: tuple[int, int] = (40, 24)) -> Image.Image:
    return Image.effect_noise(size, 60).convert(mode)


def exif(orientation: int) -> Image.Exif:
    """Return what a telephone writes: its name, the place, and how it was held."""
    made = Image.Exif()
    made[0x0110] = "Telepon Siti"
    made[0x0112] = orientation
    place = made.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (6.0, 10.0, 31.5), "E", (106.0, 49.0, 36.8)
    place[0x1B] = b"GPS-DI-RUMAH"
    return made


def photograph(orientation: int = 6, mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    given = {"exif": exif(orientation), "comment": b"catatan kamera", "xmp": XMP, "icc_profile": PROFILE, **more}
    noise(mode).save(out, "JPEG", **given)
    return out.getvalue()


def scan(orientation: int = 6, mode: str = "RGB", **more: object) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Telepon Siti")
    words.add_text("Comment", "lokasi rumah" * 40, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    noise(mode).save(out, "PNG", exif=exif(orientation), pnginfo=words, icc_profile=PROFILE, dpi=(300, 300), **more)
    return out.getvalue()


def two_pictures() -> bytes:
    """Return a telephone's JPEG with a second picture behind the first, each with its own place."""
    out = io.BytesIO()
    second = noise()
    second.encoderinfo = {"exif": exif(1)}
    noise().save(out, "MPO", save_all=True, append_images=[second], exif=exif(8))
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def pixels(content: bytes) -> bytes:
    return opened(content).tobytes()


def tags(content: bytes) -> dict[int, object]:
    return dict(opened(content).getexif())


PHOTOGRAPHS: dict[str, Callable[[], bytes]] = {
    "baseline": photograph,
    "progressive": lambda: photograph(progressive=True),
    "restarts": lambda: photograph(restart_marker_rows=1),
    "grey": lambda: photograph(mode="L", icc_profile=None),
    "four colours": lambda: photograph(mode="CMYK", icc_profile=None),
}


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_photograph_loses_its_place_and_keeps_its_pixels_and_turn(name: str) -> None:
    content = PHOTOGRAPHS[name]()
    assert [secret for secret in SECRETS if secret in content] == list(SECRETS)
    kept = without_metadata(content, JPEG)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert tags(kept) == {0x0112: 6}
    assert pixels(kept) == pixels(content)
    assert opened(kept).mode == opened(content).mode
    assert opened(kept).info.get("icc_profile") == opened(content).info.get("icc_profile")
    assert opened(kept).info.get("adobe") == opened(content).info.get("adobe")
    assert without_metadata(kept, JPEG) == kept


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("make", "media_type"), [(photograph, JPEG), (scan, PNG)])
def test_every_turn_is_kept(make: Callable[[int], bytes], media_type: str, orientation: int) -> None:
    kept = without_metadata(make(orientation), media_type)
    assert tags(kept) == ({0x0112: orientation} if orientation != 1 else {})


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_turn_that_is_none_is_left_out(orientation: int) -> None:
    assert tags(without_metadata(photograph(orientation), JPEG)) == {}


def test_only_the_first_of_several_pictures_stays() -> None:
    content = two_pictures()
    assert (opened(content).format, content.count(b"Telepon Siti")) == ("MPO", 2)
    kept = without_metadata(content, JPEG)
    assert (opened(kept).format, tags(kept)) == ("JPEG", {0x0112: 8})
    assert (b"Telepon Siti" in kept, b"MPF" in kept) == (False, False)
    assert pixels(kept) == pixels(content)


@pytest.mark.parametrize(("mode", "more"), [("RGB", {}), ("P", {"transparency": 3}), ("LA", {}), ("1", {})])
def test_scan_loses_its_words_and_keeps_how_it_is_shown(mode: str, more: dict[str, object]) -> None:
    content = scan(mode=mode, **more)
    kept = without_metadata(content, PNG)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert {b"tEXt", b"zTXt", b"iTXt"} & {kept[place : place + 4] for place in range(len(kept))} == set()
    shown, was = opened(kept), opened(content)
    assert (shown.mode, shown.tobytes(), dict(shown.getexif())) == (was.mode, was.tobytes(), {0x0112: 6})
    for name in ("icc_profile", "dpi", "transparency"):
        assert shown.info.get(name) == was.info.get(name)
    assert without_metadata(kept, PNG) == kept


def test_pictures_that_tell_nothing_stay_byte_for_byte() -> None:
    jpeg, png = samples.picture("JPEG"), samples.picture("PNG")
    assert without_metadata(jpeg, JPEG) == jpeg
    assert without_metadata(png, PNG) == png


def test_preview_in_the_head_is_cut_off() -> None:
    plain = samples.picture("JPEG")
    preview = b"PREVIEW-9" * 3
    head = b"\xff\xe0" + struct.pack(">H", 16 + len(preview)) + plain[6:18] + b"\x03\x03" + preview
    more = b"\xff\xe0\x00\x0aJFXX\x00\x10\x01\x02"
    assert without_metadata(plain[:2] + head + more + plain[20:], JPEG) == plain


def test_fill_bytes_and_lone_markers_are_skipped_and_a_missing_end_is_written() -> None:
    plain = samples.picture("JPEG")
    odd = plain[:20] + b"\xff\xff\xff\xd0" + b"\xff\xd8" + b"\xff\xff" + plain[20:-2]
    assert without_metadata(odd, JPEG) == plain


def test_illegible_exif_says_nothing_of_the_turn() -> None:
    plain = samples.picture("JPEG")
    broken = b"Exif\x00\x00XX\x00\x2a\x00\x00\x00\x08\x00\x01"
    told = plain[:20] + b"\xff\xe1" + struct.pack(">H", len(broken) + 2) + broken + plain[20:]
    assert without_metadata(told, JPEG) == plain


def test_bytes_behind_the_end_of_a_scan_are_left_out() -> None:
    plain = samples.picture("PNG")
    note = b"tEXtAuthor\x00Siti"
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    assert without_metadata(plain[:-12] + chunk + plain[-12:] + b"\r\n", PNG) == plain


def test_inspection_keeps_the_picture_without_the_place() -> None:
    content = photograph()
    found = inspect_bytes(content, name="foto.jpg", allowed=rules.ATTACHMENT_EXTENSIONS)
    assert found.content == without_metadata(content, JPEG) == checked(content, KINDS["jpg"])
    assert found.size == len(found.content) < len(content)


@pytest.mark.parametrize("purpose", ["identity", "attachment", "answer", "material"])
def test_place_never_reaches_the_store(agency: Agency, subject: UUID, store_folder: Path, purpose: str) -> None:
    content = photograph()
    document = actions.store(
        agency=agency, subject_type="inquiry", subject_id=subject, purpose=purpose,
        upload=SimpleUploadedFile("ktp.jpg", content), by=CITIZEN,
    )  # fmt: skip
    (path,) = (path for path in store_folder.rglob("*") if path.is_file())
    stored = path.read_bytes()
    assert [secret for secret in SECRETS if secret in stored] == []
    assert (document.size, tags(stored)) == (len(stored), {0x0112: 6})
