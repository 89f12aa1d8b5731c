"""How uploads reach the forms: names exactly as sent, and no more bytes on disk than a file may have.

Django's multipart parser drops control characters and folders from a file name without a word. Here they are
replaced by visible stand-ins, which rules.check_name refuses with a sentence.
"""

from __future__ import annotations

import html
from typing import IO, Any, Final, cast

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser

from pendopo.kernel.documents import rules

_STAND_INS: Final = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    ord("/"): ord(rules.SLASH_STAND_IN),
    ord("\\"): ord(rules.BACKSLASH_STAND_IN),
}


class NameKeepingParser(MultiPartParser):
    """Django's parser, with file names kept instead of cleaned."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        """Return the name as sent, every character that has no place in a name made visible."""
        return html.unescape(file_name).translate(_STAND_INS) or None


class NameKeepingHandler(FileUploadHandler):
    """First upload handler: has the whole body read by NameKeepingParser, with the handlers that stand behind it.

    It sees no pieces of files itself.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Return form fields and files of the whole body."""
        behind = [handler for handler in self.request.upload_handlers if handler is not self]  # type: ignore[union-attr]
        return NameKeepingParser(META, cast(Any, input_data), behind, encoding).parse()


class SizeCapHandler(FileUploadHandler):
    """Second upload handler: keeps one piece more than a file may have, so that a form can say it is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return the piece, or None once the limit is passed: it is read from the network but kept nowhere."""
        return None if start > rules.MAX_FILE_BYTES else raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
        return
