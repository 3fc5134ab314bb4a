"""What every template may name without its view handing it over."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def council(request: HttpRequest) -> dict[str, Any]:
    """Whose Holdfast this is, and whether everybody in it is invented."""
    return {"council": settings.COUNCIL, "installation": {"is_demo": settings.DEMO}}
