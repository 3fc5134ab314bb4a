"""What we write is held against the shape of the census, written apart from our reader and writer."""

from importlib.resources import files
from io import BytesIO

import pytest
from lxml import etree

from holdfast.borough.clean_census import write_clean_census
from holdfast.returns.cin import census_facts
from holdfast.returns.cin._example import child, of, planned, protection_plan

SCHEMA = etree.XMLSchema(etree.fromstring((files("holdfast.returns.cin") / "census.xsd").read_bytes()))


def census(seed: int, year: int = 2026) -> bytes:
    sink = BytesIO()
    write_clean_census(sink, children=120, seed=seed, year=year)
    return sink.getvalue()


@pytest.mark.parametrize("year", [2018, 2022, 2025, 2026])
def test_what_we_write_has_the_shape_of_the_census_whatever_its_year(year):
    document = etree.fromstring(census(3, year))
    assert SCHEMA.validate(document), SCHEMA.error_log


def test_the_same_facts_give_the_same_bytes_and_read_back_as_themselves():
    assert census(4) == census(4)
    told, account = census_facts(BytesIO(census(4)))
    assert told == census_facts(BytesIO(census(4)))[0]
    assert account.refused == 0


@pytest.mark.parametrize("wrong", [
    of("", child(Sex=None)),
    of("", child(planned(protection_plan(NumberOfPreviousCPP="-1")))),
    of("", child(PersonBirthDate="2014-02-30")),
])  # fmt: skip
def test_a_file_of_another_shape_is_noticed(wrong):
    assert not SCHEMA.validate(etree.fromstring(wrong.xml()))
