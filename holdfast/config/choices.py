"""What whoever runs Holdfast may choose, read once from the environment: strict, and helpful where it is wrong."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from holdfast.config import sign_in
from holdfast.kernel.refused import Refused
from holdfast.wall.postgres.address import Address
from holdfast.wall.postgres.place import APP, OWNER, Place, home

MEANINGS = {
    "DATABASE_URL": "any PostgreSQL 15 or newer, as the app's role; the embedded server where it is not set",
    "HOLDFAST_OWNER_URL": "the same database as the role that owns the tables",
    "HOLDFAST_HOME": "the folder of the embedded server and of generated secrets",
    "HOLDFAST_SECRET_KEY": "signs sessions; needed with DATABASE_URL, generated otherwise",
    "HOLDFAST_HOSTS": "names under which the pages are reached, with commas between; this machine where not set",
    "HOLDFAST_HTTPS": "1 where people reach the pages by https: cookies are then sent by nothing else",
    "HOLDFAST_LOCAL": "the folder of the partnership's own choices; `local` in the checkout where not set",
    "HOLDFAST_TEST_DB_SUFFIX": "keeps the test databases of several people apart",
    **sign_in.MEANINGS,
}
"""Every setting and what it is for."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The choices in force."""

    place: Place
    app: Address
    owner: Address | None
    embedded: bool
    secret_key: str = field(repr=False)
    hosts: tuple[str, ...]
    https: bool
    local: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Choices":
        """The choices that these environment variables make; Refused names the one that is wrong."""
        _refuse_unknown(environ)
        place = Place(home(environ))
        embedded = not environ.get("DATABASE_URL")
        return cls(
            place=place,
            app=_address(environ, "DATABASE_URL") or place.address(APP),
            owner=place.address(OWNER) if embedded else _address(environ, "HOLDFAST_OWNER_URL"),
            embedded=embedded,
            secret_key=environ.get("HOLDFAST_SECRET_KEY") or _kept_key(place, embedded=embedded),
            hosts=tuple(filter(None, environ.get("HOLDFAST_HOSTS", "").replace(" ", "").split(","))),
            https=_switch(environ, "HOLDFAST_HTTPS"),
            local=_local(environ),
        )


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in environ:
        if name.startswith("HOLDFAST_") and name not in MEANINGS:
            near = get_close_matches(name, MEANINGS, n=1)
            meant = f"; did you mean {near[0]}?" if near else f". There are: {', '.join(MEANINGS)}."
            raise Refused(f"There is no setting {name}{meant}")
    if environ.get("HOLDFAST_OWNER_URL") and not environ.get("DATABASE_URL"):
        raise Refused(
            "HOLDFAST_OWNER_URL is set but DATABASE_URL is not: set both, or neither for the embedded server."
        )


def _address(environ: Mapping[str, str], name: str) -> Address | None:
    url = environ.get(name)
    return Address.of_url(url, named=name) if url else None


def _switch(environ: Mapping[str, str], name: str) -> bool:
    word = environ.get(name, "")
    if word not in ("", "0", "1"):
        raise Refused(f"{name} is {word!r}: write 1 for yes, or 0 or nothing for no.")
    return word == "1"


def _local(environ: Mapping[str, str]) -> Path:
    given = environ.get("HOLDFAST_LOCAL")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "local"
    if given and not folder.is_dir():
        raise Refused(f"HOLDFAST_LOCAL names {folder}, which is not a folder.")
    return folder


def _kept_key(place: Place, *, embedded: bool) -> str:
    """The key that `holdfast serve` generated here; one for this process alone where nothing was served yet."""
    kept = place.home / "secret-key"
    if embedded and os.access(kept, os.R_OK):
        return kept.read_text().strip()
    return secrets.token_urlsafe(48)
