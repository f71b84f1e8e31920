"""Receiving files: in memory, never on disk, and never more than the limit.

Files hold personal data, some of which must not be kept, so no temporary file is written. What is
beyond the limit is read off the wire and thrown away, so that the person gets an answer instead of
a broken connection.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_MARK = "_upload_refused"


class LimitedUploadHandler(FileUploadHandler):
    """Keeps a file in memory up to UPLOAD_LIMIT_BYTES and skips a larger one."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Know from the announced length whether to keep anything at all."""
        self.hopeless = content_length > settings.UPLOAD_LIMIT_BYTES + 1_000_000

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start keeping, unless the announced length says that it is in vain."""
        super().new_file(*args, **kwargs)
        self.kept, self.size = io.BytesIO(), 0
        if self.hopeless:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece."""
        self.size += len(raw_data)
        if self.size > settings.UPLOAD_LIMIT_BYTES:
            self._refuse()
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as Django wants it."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _refuse(self) -> None:
        self.kept = io.BytesIO()
        setattr(self.request, _MARK, True)
        raise SkipFile


def was_refused(request: HttpRequest) -> bool:
    """Whether a file of this request was larger than the limit."""
    return getattr(request, _MARK, False)
