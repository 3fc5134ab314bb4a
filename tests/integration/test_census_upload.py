"""A census file is uploaded, read in the background, and no copy of it is left."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holdfast.records.exchange.actions import background
from holdfast.wall.postgres.place import Place
from tests.signing_in import sign_in

WITH_AN_ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Message>&b;</Message>'


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HOLDFAST = replace(django_settings.HOLDFAST, place=Place(tmp_path))
    return tmp_path


@pytest.fixture
def noor(committed, cast, home) -> Iterator[Client]:
    yield sign_in(Client(), cast("noor"))


def upload(noor: Client, content: bytes, name: str = "cin.xml") -> str:
    """Send it; answers the address of its account."""
    return noor.post("/import/", {"file": SimpleUploadedFile(name, content)})["Location"]


def settled(noor: Client, address: str) -> str:
    """The account once reading has ended."""
    for _ in range(100):
        page = noor.get(address).content.decode()
        if "children so far" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("reading did not end")


@pytest.mark.parametrize("content", [b"no census at all", b"<Message>" * 5_000, b"\x00\xff" * 500, WITH_AN_ENTITY])
def test_what_is_no_census_is_refused_in_its_account_and_not_kept(noor, home, content):
    page = settled(noor, upload(noor, content, name="../../../etc/<b>cin.xml"))
    assert "Something went wrong" not in page and "root:" not in page
    assert "<b>" not in page and "../" not in page
    assert list((home / "arrived").iterdir()) == []


@pytest.mark.django_db
def test_reading_begins_once_the_file_is_noted_for_good(
    cast, home, monkeypatch, client, django_capture_on_commit_callbacks
):
    begun: list[Path] = []
    monkeypatch.setattr(background, "_read", lambda file, by, at: begun.append(Path(file.spooled_at)))
    with django_capture_on_commit_callbacks() as waiting:
        upload(sign_in(client, cast("noor")), b"<Message/>")
        assert begun == []
    for each in waiting:
        each()
    while not begun:
        time.sleep(0.01)
    assert begun[0].stat().st_mode & 0o777 == 0o600
    assert begun[0].parent == home / "arrived"
