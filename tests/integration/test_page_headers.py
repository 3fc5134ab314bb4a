"""What every answer tells the browser: keep it from other sites, and off the disk."""

import pytest

from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/work/", "/tell-us/", "/sign-in/", "/nothing-is-here/"])
def test_every_answer_is_kept_from_other_sites_and_off_the_disk(client, cast, address):
    answer = sign_in(client, cast("ann")).get(address)
    assert answer["Cache-Control"].startswith(("no-store", "max-age=0, no-cache, no-store"))
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_runs_no_script_but_ours_and_is_framed_by_nobody(client, cast, signed_in):
    answer = (sign_in(client, cast("ann")) if signed_in else client).get("/", follow=True)
    allowed = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert allowed["script-src"] == allowed["style-src"] == allowed["default-src"] == "'self'"
    assert allowed["frame-ancestors"] == allowed["object-src"] == allowed["base-uri"] == "'none'"
    assert "<script>" not in answer.content.decode() and "style=" not in answer.content.decode()
