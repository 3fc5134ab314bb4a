"""From a finding to the record, the form and the person: for every table that the census is told from."""

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.records.census.queries import of_child
from holdfast.records.census.queries.asking import CENSUS_TABLES
from holdfast.records.census.queries.mending import COLUMNS, RECORDS, menders_of, records_of
from holdfast.returns.cin._structure import CENSUS_TABLES as OF_THE_FILE
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.providers import rows_of
from tests.integration.census_cast import NIGHT, Cast, checked, everything, in_need, stands, teams
from tests.integration.conftest import Family
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TODAY = day_of(NIGHT)


def test_every_table_of_the_census_has_a_record_and_says_what_of_it_is_corrected():
    assert set(CENSUS_TABLES) == set(OF_THE_FILE) == set(RECORDS) == set(COLUMNS)


@pytest.mark.parametrize("table", CENSUS_TABLES)
def test_every_row_that_facts_tell_leads_to_its_record_and_a_form_that_opens(
    cast: Cast, family: Family, client: Client, table: str
):
    everything(cast, family.oisin)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        rows = rows_of([family.oisin], tables=[table])[table]
        records = records_of([family.oisin], [table])
    assert rows and len(rows) == len(records)
    sign_in(client, cast("ann"))
    for (child, told_by, _), record in records.items():
        page = client.get(reverse("census:mend", args=[child, told_by, record]))
        assert page.status_code == 200, page.content.decode()
