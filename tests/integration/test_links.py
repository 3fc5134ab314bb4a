"""No link leads where whoever follows it is refused: on everybody's first page, and on each page that it leads to."""

import re
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from holdfast.access import Purpose, Stage
from holdfast.access.personas import PERSONAS
from holdfast.wall.acting import acting
from holdfast.web.places import may_open
from tests.integration.census_cast import checked, in_need, teams
from tests.integration.conftest import give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def links(page: str) -> set[str]:
    found = {urlsplit(unescape(link)).path for link in re.findall('href="(/[^"]*)"', page)}
    return {link for link in found if not link.startswith(("/static/", "/accounts/"))}


@pytest.mark.parametrize("who", [each.username for each in PERSONAS])
def test_nobody_is_led_to_a_page_that_refuses_them(cast, family, who: str):
    teams(cast, family)
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    checked()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast(who), family.mei, ceiling=Stage.child_protection)
    reader, role = sign_in(Client(), cast(who)), cast(who).actor.role
    refused = {}
    for where in sorted(links(reader.get("/work/").content.decode())):
        page = reader.get(where)
        assert page.status_code in (200, 302), where
        if not page.streaming:
            refused |= {link: where for link in links(page.content.decode()) if not may_open(link, role)}
    assert refused == {}
