"""How a census file is read: what is refused, how much of it is taken, and in which of two ways, telling the same."""

from io import BytesIO

import pytest

from holdfast.returns.cin import Account, CensusRefused, Limits, Stop
from holdfast.returns.cin._bulk import Bulk
from holdfast.returns.cin._example import (
    assessment,
    characteristics,
    child,
    episode,
    need_plan,
    no_further_action,
    of,
    pre_proceedings,
    protection_plan,
    section47,
    unborn,
)  # fmt: skip
from holdfast.returns.cin.scan import scan

NO_YEAR = "The file has no header that says the year of its census."


def refusal(content: bytes) -> CensusRefused:
    with pytest.raises(CensusRefused) as refused:
        scan(BytesIO(content))
    return refused.value


@pytest.mark.parametrize(("content", "because"), [
    (b"<Message/>", None),
    (b"<Message><Header/></Message>", None),
    (b"<Message>\n<Children>", Stop(2, "The file ends before its last element does.")),
    (b"nothing", Stop(1, "The file is not XML at all.")),
    (b"\n<!DOCTYPE m><Message/>".strip(), Stop(
        1, "The file holds a document type declaration (DTD), which a census never has and we never read.",
    )),
    (b'<?xml version="1.0" encoding="nowhere"?>\n<Message/>', Stop(
        1, "The file names an encoding that cannot be read. Save it again as UTF-8.",
    )),
])  # fmt: skip
def test_a_file_without_a_year_is_refused_with_what_else_is_wrong_with_it(content, because):
    refused = refusal(content)
    before = f"Line {because.line}: {because.because} " if because else ""
    assert str(refused) == before + NO_YEAR
    assert refused.account.stopped == because


@pytest.mark.parametrize("year", ["1999", "2100", "0", "soon", "", "-2026"])
def test_a_year_that_no_census_is_of_is_none(year):
    content = f"<Message><Header><CollectionDetails><Year>{year}</Year></CollectionDetails></Header></Message>".encode()
    assert str(refusal(content)) == NO_YEAR
    assert scan(BytesIO(content), year=2031).year == 2031


@pytest.mark.parametrize(("year", "named"), [(1999, "1998-99"), (2108, "2107-08")])
def test_nobody_judges_a_file_as_a_census_that_never_was(year, named):
    with pytest.raises(CensusRefused) as refused:
        scan(BytesIO(of("", child()).xml()), year=year)
    assert str(refused.value) == f"There is no census of children in need of {named}."
    assert refused.value.account == Account()


def test_a_file_may_be_as_large_as_is_allowed_and_no_larger():
    content = of("", child()).xml()
    assert scan(BytesIO(content), limits=Limits(most_bytes=len(content))).stopped is None
    stopped = scan(BytesIO(content), limits=Limits(most_bytes=len(content) - 1)).stopped
    assert stopped == (content.count(b"\n") + 1, f"The file is larger than {len(content) - 1:,} bytes.")


def test_many_children_may_take_what_one_may_not(monkeypatch):
    monkeypatch.setattr("holdfast.returns.cin.scan._CHUNK", 1_000)
    limits = Limits(most_bytes_a_child=2_000)
    assert scan(BytesIO(of("", *[child()] * 40).xml()), limits=limits).stopped is None
    large = of("", child(), child(episode(*[assessment()] * 60))).xml()
    rows = scan(BytesIO(large), limits=limits)
    assert rows.children == 1 and rows.stopped is not None
    assert rows.stopped[1] == "One child takes more than 2,000 bytes, which no real child does."
    assert rows.stopped[0] == large[:4_000].count(b"\n") + 1


@pytest.mark.parametrize(("most", "stops"), [(100, False), (99, True)])
def test_a_child_may_take_as_much_as_is_allowed_and_what_is_read_at_once(monkeypatch, most, stops):
    monkeypatch.setattr("holdfast.returns.cin.scan._CHUNK", 100)
    content = "<Message><Children><Child>".ljust(250) + "</Child></Children></Message>"
    rows = scan(BytesIO(content.encode()), year=2026, limits=Limits(most_bytes_a_child=most))
    assert (rows.stopped is not None, rows.children) == (stops, 0 if stops else 1)


@pytest.mark.parametrize("size", [0, 1 << 14])
def test_a_file_that_breaks_off_in_a_child_that_is_read_by_halves_does_not_pass_for_whole(monkeypatch, size):
    monkeypatch.setattr("holdfast.returns.cin.scan._FEWEST", size)
    rows = scan(BytesIO(b"<Message><Children><Child></Child>" + b" " * 90 + b"<Child><CINdetails/>"), year=2026)
    assert rows.stopped == (1, "The file ends before its last element does.")
    assert rows.children == 1


@pytest.fixture
def taken(monkeypatch) -> list[int]:
    """How many children were taken at a time in bulk."""
    counts, take = list[int](), Bulk.take

    def counted(*asked):
        counts.append(take(*asked))
        return counts[-1]

    monkeypatch.setattr(Bulk, "take", counted)
    monkeypatch.setattr("holdfast.returns.cin.scan._FEWEST", 2_000)
    return counts


def test_children_of_whom_nothing_is_odd_are_taken_in_bulk_whatever_is_told_of_them(taken):
    every = [
        child(characteristics("HAND", "MOB"), *[
            episode(
                assessment(factors=("3B", "4A")), assessment(), need_plan(), need_plan(), section47(), section47(),
                protection_plan(reviews=("2025-08-01", "2025-11-01")), protection_plan(), pre_proceedings(),
            )
        ] * 2),
        no_further_action(), unborn(),
    ]  # fmt: skip
    told_of = [each if each.name == "Child" else child(each) for each in every] * 8
    assert scan(BytesIO(of("", *told_of).xml())).children == 24
    assert taken == [24]


@pytest.mark.parametrize("odd", [
    "<Hobby/>", "text", "<ChildIdentifiers/>", "<CINdetails><UPN>A</UPN></CINdetails>", "<!-- -->",
    "<CINdetails a='1'/>",
    "<CINdetails><Section47><Section47/></Section47></CINdetails>", "<CINdetails></CINdetails>text",
    "<CINdetails><ReferralNFA>1</ReferralNFA><ReferralNFA>1</ReferralNFA></CINdetails>",
    "<CINdetails><ChildProtectionPlans><Reviews/></ChildProtectionPlans></CINdetails>",
    "<CINdetails><ReferralNFA/>text</CINdetails>", "<CINdetails><PrimaryNeedCode>é</PrimaryNeedCode></CINdetails>",
])  # fmt: skip
def test_a_child_of_whom_anything_is_odd_is_not(taken, odd):
    plain = of("", *[child()] * 16).xml()
    at = plain.rindex(b"</Child>")
    rows = scan(BytesIO(plain[:at] + odd.encode() + plain[at:]))
    assert (rows.children, rows.stopped) == (16, None)
    assert 8 <= sum(taken) < 16


def test_only_what_is_near_something_odd_is_read_in_another_way_than_in_bulk(taken):
    plain = of("", *[child()] * 64).xml()
    at = plain.index(b"<Child>", len(plain) // 3)
    assert scan(BytesIO(plain[:at] + b"<!-- odd -->" + plain[at:])).children == 64
    assert sum(taken) >= 58 and len(taken) <= 8
