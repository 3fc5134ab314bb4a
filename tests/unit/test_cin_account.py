"""The account of a census file: every element kept or refused, every row and flag counted, and where it stopped."""

from holdfast.kernel.refused import Refused
from holdfast.returns.cin import Account, CensusChild, CensusRefused, Element, Flag, Header, Stop

KEPT = Element("/Child", 3, "", table="child", key="1")
REFUSED = Element("/Child/Hobby", 4, "chess", refused="unknown_element", because="The census has no such element.")
FLAG = Flag("wrong_upn", "Its letter is wrong.", 5)


def child(number: str = "1", *elements: Element, **rows: int) -> CensusChild:
    told = {name: [{}] * many for name, many in rows.items()}
    return CensusChild("399", number, 2, [*elements], told, [FLAG])


def test_nothing_is_in_the_account_before_anything_was_read():
    account = Account()
    assert (account.header, account.header_elements, account.stopped) == (None, [], None)
    assert (account.children, account.elements_in, account.kept, account.refused) == (0, 0, 0, 0)
    assert (account.refusals, account.flags, dict(account.rows)) == ([], [], {})


def test_every_element_is_counted_as_kept_or_as_refused():
    account = Account()
    account.note([KEPT, REFUSED, KEPT])
    account.note([REFUSED, KEPT, KEPT])
    assert (account.elements_in, account.kept, account.refused) == (6, 4, 2)
    assert account.refusals == [REFUSED, REFUSED]


def test_each_child_is_counted_with_its_elements_rows_and_flags():
    account = Account()
    account.note_child(child("1", KEPT, REFUSED, child=1, episode=2))
    account.note_child(child("2", KEPT, child=1, disability=3))
    assert (account.children, account.elements_in, account.kept) == (2, 3, 2)
    assert dict(account.rows) == {"child": 2, "episode": 2, "disability": 3}
    assert account.flags == [FLAG, FLAG] and account.refusals == [REFUSED]


def test_a_child_without_a_number_is_no_child_but_its_elements_are_counted():
    account = Account()
    account.note_child(child("", REFUSED))
    assert (account.children, account.elements_in, account.refused) == (0, 1, 1)


def test_of_a_child_those_elements_are_refused_that_say_why():
    assert list(child("1", KEPT, REFUSED, KEPT).refused) == [REFUSED]


def test_what_was_kept_was_not_refused_and_what_is_of_the_file_is_of_no_child():
    assert Element("/Child", 3, "", "child", "1", "", "", "") == KEPT
    assert Element("/Child", 3, "x")[3:] == ("", "", "", "", "")
    assert Flag("wrong_upn", "Its letter is wrong.", 5, "", "", "") == FLAG


def test_a_header_says_no_more_than_the_file_does():
    assert Header(authority="399", year=2026) == Header(
        authority="399", year=2026, reference_on=None, collection="", source_level="", software="", release="",
        serial="", made_at="",
    )  # fmt: skip


def test_a_file_that_is_refused_says_why_and_how_far_reading_came():
    account = Account(stopped=Stop(7, "It ends."))
    refused = CensusRefused("There is no year.", account)
    assert isinstance(refused, Refused) and str(refused) == "There is no year."
    assert refused.account is account
