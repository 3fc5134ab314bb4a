"""Where a command puts what it was asked to write: into a file, or out on the terminal."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from holdfast.kernel.refused import Refused


def put(path: str, write: Callable[[TextIO], object]) -> None:
    """Write to the file of that name; `-` prints, no name writes nothing. Raises Refused where that cannot be."""
    if path == "-":
        write(sys.stdout)
    elif path:
        try:
            with Path(path).open("w", encoding="utf-8", newline="") as to:
                write(to)
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}.") from None
