"""What the shell shows of whoever is signed in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Role


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """`role_words` and `sign_out_url`; nothing for somebody who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"role_words": Role(user.role).label, "sign_out_url": reverse("account_logout")}
