"""What every template may name without its view handing it over."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from holdfast.wall.installation import is_demo


def council(request: HttpRequest) -> dict[str, Any]:
    """Whose Holdfast this is, and whether everybody in it is invented (asked only where a page says so)."""
    return {"council": settings.COUNCIL, "installation": {"is_demo": is_demo}}
