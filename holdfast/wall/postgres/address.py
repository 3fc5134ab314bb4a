"""Where a database is and who goes there: read from a URL, given to psycopg or to Django."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from holdfast.kernel.refused import Unavailable


@dataclass(frozen=True, kw_only=True)
class Address:
    """One database, seen by one role. An empty password is looked up in `passfile`, if there is one."""

    host: str
    user: str
    database: str
    port: int = 5432
    password: str = field(default="", repr=False)
    passfile: Path | None = None
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_url(cls, url: str, *, named: str) -> "Address":
        """The address that a postgresql:// URL gives; `named` is the setting to blame if it gives none."""
        try:
            parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
        except psycopg.ProgrammingError as error:
            raise Unavailable(f"{named} is not a PostgreSQL address: {str(error).strip()}.") from None
        missing = [key for key in ("host", "user", "dbname") if not parts.get(key)]
        if missing:
            raise Unavailable(
                f"{named} lacks its {' and '.join(missing)}: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
            )
        return cls(
            host=parts.pop("host"),
            user=parts.pop("user"),
            database=parts.pop("dbname"),
            port=int(parts.pop("port", "5432")),
            password=parts.pop("password", ""),
            options=parts,
        )

    def to(self, database: str) -> "Address":
        """The same server and role, another database."""
        return replace(self, database=database)

    @property
    def url(self) -> str:
        """The address as one line for a settings file. Holds the password: never log it."""
        who = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        if self.host.startswith("/"):
            query = urlencode({"host": self.host, "port": self.port, **self._extras})
            return f"postgresql://{who}@/{self.database}?{query}"
        query = f"?{urlencode(self._extras)}" if self._extras else ""
        return f"postgresql://{who}@{self.host}:{self.port}/{self.database}{query}"

    @property
    def _extras(self) -> dict[str, str]:
        return {**self.options, **({"passfile": str(self.passfile)} if self.passfile else {})}

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A new connection in autocommit; Unavailable, with what to do, where there is none."""
        line = make_conninfo(
            host=self.host,
            port=self.port,
            user=self.user,
            dbname=self.database,
            password=self.password or None,
            connect_timeout=10,
            **self._extras,
        )
        try:
            return psycopg.connect(line, autocommit=True)
        except psycopg.OperationalError as error:
            raise Unavailable(self._why_not(str(error))) from None

    def _why_not(self, said: str) -> str:
        reason = said.strip().splitlines()[-1].split("FATAL:")[-1].strip()
        return (
            f"No connection as {self.user} to the database {self.database} at {self.host}:{self.port}: {reason}. "
            "Check that the server runs and that the address, role and password are right."
        )

    def for_django(self) -> dict[str, Any]:
        """An entry of Django's DATABASES.

        Sessions are never relied upon between transactions (the actor is SET LOCAL), so that pgbouncer
        may hand out connections by transaction; hence no server-side cursors outside one.
        """
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port),
            "OPTIONS": {"connect_timeout": 10, **self._extras},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "DISABLE_SERVER_SIDE_CURSORS": True,
        }
