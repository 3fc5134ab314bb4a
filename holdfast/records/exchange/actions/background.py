"""Reading a file while its page shows how far it is."""

import logging
from datetime import datetime
from pathlib import Path
from threading import Thread
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from holdfast.kernel.refused import Refused
from holdfast.records.exchange.actions.census import import_census, register_file
from holdfast.records.exchange.codes import FileState
from holdfast.records.exchange.models import CensusFile
from holdfast.wall.acting import Actor
from holdfast.wall.models import User

log = logging.getLogger(__name__)


def receive(*, upload: UploadedFile, brought_by: User, at: datetime) -> CensusFile:
    """Keep an uploaded file, readable by nobody else, until it has been read; the same file twice is one file."""
    folder = settings.HOLDFAST.place.home / "arrived"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{uuid4()}.xml"
    path.touch(mode=0o600)
    with path.open("wb") as kept:
        for piece in upload.chunks():
            kept.write(piece)
    file = register_file(path=path, name=upload.name or "census.xml", brought_by=brought_by, at=at)
    _forget(file)
    file.spooled_at = str(path)
    file.save(update_fields=["spooled_at"])
    return file


def read_in_background(*, file: CensusFile, by: Actor, at: datetime) -> None:
    """Start reading the kept file; the page of the file shows how far it is. Refused where nothing is kept."""
    if not file.spooled_at or not Path(file.spooled_at).exists():
        raise Refused("The file itself is no longer here. Upload it again: what was taken in stands.")
    file.state, file.because = FileState.reading, ""
    file.save(update_fields=["state", "because"])
    # Not before the file is noted for good: the thread would not find it, and note it a second time.
    transaction.on_commit(Thread(target=_read, args=(file, by, at), daemon=True).start)


def _read(file: CensusFile, by: Actor, at: datetime) -> None:
    try:
        with Path(file.spooled_at).open("rb") as source:
            import_census(file=file, source=source, by=by, at=at)
        _forget(file)
    except Refused:
        _forget(file)  # its account says why
    except Exception:
        # Whatever it was, the page must say that reading stopped; what was taken in stands, and can be carried on.
        log.exception("Reading census file %s stopped", file.id)
        CensusFile.objects.filter(pk=file.pk).update(
            state=FileState.stopped, because="Something went wrong while reading. What was taken in stands: carry on."
        )
    finally:
        connection.close()


def _forget(file: CensusFile) -> None:
    """Remove the kept copy: its children stand in the records now, behind the wall."""
    if file.spooled_at:
        Path(file.spooled_at).unlink(missing_ok=True)
        CensusFile.objects.filter(pk=file.pk).update(spooled_at="")
        file.spooled_at = ""
