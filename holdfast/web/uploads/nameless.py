"""Where a larger upload waits while its page is made: on disk without a name, so that it ends with the process."""

from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 1_000_000_000
"""Bytes put on disk of one file; of more only the length is counted, and its page says that it is too large."""


class Nameless(FileUploadHandler):
    """Django's own gives such a file a name in a shared folder, where it stays when the process is killed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.kept: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the request closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Put a piece of it on disk."""
        if start + len(raw_data) <= MOST:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The whole file."""
        self.kept.seek(0)
        return UploadedFile(
            self.kept, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        """Nobody waits for it any more."""
        if hasattr(self, "kept"):
            self.kept.close()
