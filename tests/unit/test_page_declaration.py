"""For which purpose a role may open a declared page: far enough into a child's story, and writing only where it may."""

import pytest

from holdfast.access import Purpose, Role, Stage
from holdfast.web.pages import WORK, Page


def purpose(role: Role, *, needs: Stage, writes: bool = False) -> Purpose | None:
    return Page(key="a.page", words="A page", purposes=WORK, needs=needs, writes=writes).purpose_for(role)


def test_housing_opens_a_pointer_and_no_child_protection_page():
    assert purpose(Role.housing_officer, needs=Stage.pointer) is Purpose.partner_work
    assert purpose(Role.housing_officer, needs=Stage.child_protection) is None


def test_a_school_reads_further_than_it_writes():
    assert purpose(Role.school_lead, needs=Stage.pointer) is Purpose.partner_work
    assert purpose(Role.school_lead, needs=Stage.pointer, writes=True) is None


@pytest.mark.parametrize("role", [Role.data_analyst, Role.system_administrator, Role.partnership_manager, Role.public])
def test_who_works_with_no_child_opens_no_page_of_direct_work(role):
    assert purpose(role, needs=Stage.nothing) is None


def test_a_page_opens_for_the_first_of_its_purposes_that_a_role_has():
    assert purpose(Role.social_worker, needs=Stage.decision_maker, writes=True) is Purpose.direct_work
    assert purpose(Role.front_door_manager, needs=Stage.child_in_need) is Purpose.front_door
