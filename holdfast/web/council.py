"""Whose Holdfast this is: the council's name, telephone numbers and colours, from local/council.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READABLE = 4.5  # contrast of text on its ground, WCAG 2.2 AA

KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"name", "partnership", "service"}),
    "telephone": frozenset({"front_door", "out_of_hours"}),
    "colours": frozenset({"brand", "link"}),
    "public": frozenset({"quick_exit"}),
}


class CouncilFileError(ValueError):
    """local/council.toml cannot be used; the message says which line to mend and how."""


@dataclass(frozen=True, kw_only=True)
class Council:
    """The words and colours that a council brings; everything else looks the same everywhere."""

    name: str
    partnership: str
    service: str
    front_door: str
    out_of_hours: str
    brand: str
    link: str
    quick_exit: str

    @property
    def header_text(self) -> str:
        """White or black, whichever reads better on the brand colour."""
        return max(("#ffffff", "#0b0c0c"), key=lambda ink: contrast(ink, self.brand))

    @property
    def style_sheet(self) -> str:
        """The CSS custom properties that put the council's colours over the built sheet."""
        return (
            ":root{"
            f"--govuk-brand-colour:{self.brand};--hf-header-text:{self.header_text};"
            f"--govuk-link-colour:{self.link}"
            "}\n"
        )


def read(path: Path) -> Council:
    """The council of this file; CouncilFileError says what to mend."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CouncilFileError(f"{path} is missing: copy the one that came with Holdfast.") from error
    except tomllib.TOMLDecodeError as error:
        raise CouncilFileError(f"{path} is not readable TOML: {error}.") from error
    values = _flat(written, path=path)
    for part in ("brand", "link"):
        _refuse_colour(values[part], part=part, path=path)
    if not values["quick_exit"].startswith("https://"):
        raise CouncilFileError(f"{path}: quick_exit must begin with https://.")
    return Council(**values)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #rrggbb colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _flat(written: Mapping[str, Any], *, path: Path) -> dict[str, str]:
    values: dict[str, str] = {}
    for section, keys in KEYS.items():
        given = written if not section else written.get(section, {})
        for key in sorted(keys):
            if not isinstance(given.get(key), str) or not given[key].strip():
                raise CouncilFileError(f"{path}: {section + '.' if section else ''}{key} is missing or is not text.")
            values[key] = given[key].strip()
        unknown = sorted(set(given) - keys - (set(KEYS) if not section else set()))
        if unknown:
            raise CouncilFileError(f"{path}: nothing is called {unknown[0]!r} here; known: {', '.join(sorted(keys))}.")
    return values


def _refuse_colour(colour: str, *, part: str, path: Path) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise CouncilFileError(f"{path}: colours.{part} must be six hexadecimal digits after #, such as #1f4e79.")
    if part == "link" and contrast(colour, "#ffffff") < READABLE:
        raise CouncilFileError(f"{path}: colours.link cannot be read on white; choose a darker one.")


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
