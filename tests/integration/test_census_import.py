"""A census file comes in: once, whole, again, older, newer, in conflict, and cut off."""

from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.db import DataError, OperationalError, connection, transaction

from holdfast.access import Purpose
from holdfast.facts.store import Facts
from holdfast.kernel.refused import Refused
from holdfast.records.casework.models import Assessment, Episode, ProtectionPlan
from holdfast.records.exchange.actions import census as census_actions
from holdfast.records.exchange.actions import import_census, register_file, resolve_hold
from holdfast.records.exchange.codes import FileState
from holdfast.records.exchange.models import CensusFile, ChildInFile, Finding, Hold
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.models import Person
from holdfast.returns.cin import census_facts
from holdfast.wall.acting import acting, service
from holdfast.wall.models import Version
from holdfast.wall.providers import facts_of
from holdfast.wall.versions import amend

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parents[1] / "inputs" / "cin"
AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
OURSELVES = service("census import")


def bring_in(path: Path) -> CensusFile:
    file = register_file(path=path, name=path.name, brought_by=None, at=AT)
    with path.open("rb") as source:
        return import_census(file=file, source=source, by=OURSELVES, at=AT)


def bring_text(tmp_path: Path, text: str, name: str = "census.xml") -> CensusFile:
    path = tmp_path / name
    path.write_text(text)
    return bring_in(path)


def census(*children: str, year: int = 2024, made: str = "2024-05-01T10:00:00", authority: str = "310") -> str:
    return (
        f"<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>"
        f"<ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel>"
        f"<LEA>{authority}</LEA><DateTime>{made}</DateTime></Source></Header><Children>{''.join(children)}</Children></Message>"
    )


def child(number: str, *, birth: str = "2015-09-01", episode: str = "") -> str:
    return (
        f"<Child><ChildIdentifiers><LAchildID>{number}</LAchildID><UPNunknown>UN1</UPNunknown>"
        f"<PersonBirthDate>{birth}</PersonBirthDate><GenderCurrent>2</GenderCurrent></ChildIdentifiers>"
        f"<ChildCharacteristics><Ethnicity>AOTH</Ethnicity></ChildCharacteristics>{episode}</Child>"
    )


def episode(referred: str = "2023-06-01", *, need: str = "N1", closed: str = "", more: str = "") -> str:
    closing = f"<CINclosureDate>{closed}</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>" if closed else ""
    return (
        f"<CINdetails><CINreferralDate>{referred}</CINreferralDate><ReferralSource>6</ReferralSource>"
        f"<PrimaryNeedCode>{need}</PrimaryNeedCode>{closing}{more}<ReferralNFA>false</ReferralNFA></CINdetails>"
    )


@pytest.fixture
def looking():
    """Somebody reads the records as the census import does."""
    with acting(actor=OURSELVES, purpose=Purpose.statutory_return):
        yield


@pytest.mark.parametrize("name", ["cin-332-children.xml", "cin-2022-one-child.xml", "cin-2026-pre-proceedings.xml"])
def test_a_real_file_goes_in_with_nothing_unaccounted_for(name, looking):
    file = bring_in(FILES / name)
    assert file.state == FileState.finished
    assert file.elements_in == file.elements_kept + file.elements_refused
    assert Finding.objects.filter(file=file, kind="refused").count() == file.elements_refused


@pytest.mark.parametrize("name", ["cin-332-children.xml", "cin-2022-one-child.xml", "cin-2026-pre-proceedings.xml"])
def test_the_records_tell_the_facts_that_the_file_told(name, looking):
    bring_in(FILES / name)
    with (FILES / name).open("rb") as source:
        told, _ = census_facts(source)
    assert facts_of(None) == told


def test_the_332_children_stand_in_the_records(looking):
    bring_in(FILES / "cin-332-children.xml")
    assert Person.objects.filter(is_child=True).count() == 332
    assert Referral.objects.count() == Episode.objects.count() == 402


def test_the_same_file_again_changes_nothing(looking):
    first = bring_in(FILES / "cin-332-children.xml")
    outcomes, findings = Counter(ChildInFile.objects.values_list("outcome", flat=True)), Finding.objects.count()
    again = bring_in(FILES / "cin-332-children.xml")
    assert again.id == first.id
    assert Counter(ChildInFile.objects.values_list("outcome", flat=True)) == outcomes == {"new": 332}
    assert Finding.objects.count() == findings
    assert not Version.objects.filter(
        table_name__in=["people_person", "casework_episode", "frontdoor_referral"]
    ).exists()
    assert Person.objects.exclude(version=1).count() == 0


def test_two_files_that_share_a_number_with_different_birth_dates_hold_the_child(looking):
    bring_in(FILES / "cin-2022-one-child.xml")
    file = bring_in(FILES / "cin-2026-pre-proceedings.xml")
    hold = Hold.objects.get()
    assert hold.child.local_id == "DfEX0000001"
    assert (hold.our_birth_on, hold.sent_birth_on) == (date(1966, 3, 24), date(2015, 3, 27))
    assert ChildInFile.objects.get(file=file, child=hold.child).outcome == "held"
    assert Episode.objects.filter(child=hold.child).count() == 1
    assert Finding.objects.filter(file=file, kind="held").count() == 1


def test_a_hold_that_a_person_settled_lets_the_file_finish(cast, looking):
    bring_in(FILES / "cin-2022-one-child.xml")
    bring_in(FILES / "cin-2026-pre-proceedings.xml")
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        hold = Hold.objects.get()
        resolve_hold(
            hold=hold, right_birth_on=hold.our_birth_on, resolution="Same child: the year was mistyped",
            by=carol, purpose=Purpose.front_door, at=AT,
        )  # fmt: skip
    file = bring_in(FILES / "cin-2026-pre-proceedings.xml")
    assert ChildInFile.objects.get(file=file, child_id=hold.child_id).outcome == "changed"
    assert Person.objects.get(pk=hold.child_id).birth_on == date(1966, 3, 24)
    assert Finding.objects.filter(file=file, kind="ours_kept", code="birth_on").exists()


def test_a_hold_is_settled_by_one_of_its_two_dates_and_with_words(cast, looking):
    bring_in(FILES / "cin-2022-one-child.xml")
    bring_in(FILES / "cin-2026-pre-proceedings.xml")
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        hold = Hold.objects.get()
        settle = {"hold": hold, "by": carol, "purpose": Purpose.front_door, "at": AT}
        with pytest.raises(Refused, match="one of the two birth dates"):
            resolve_hold(right_birth_on=date(2001, 1, 1), resolution="Neither is right", **settle)
        with pytest.raises(Refused, match="what you found"):
            resolve_hold(right_birth_on=hold.our_birth_on, resolution="  ", **settle)
        assert Hold.objects.get().resolved_at is None


def test_a_newer_file_makes_a_new_version_and_keeps_the_old(tmp_path, looking):
    bring_text(tmp_path, census(child("7", episode=episode()), year=2023))
    bring_text(tmp_path, census(child("7", episode=episode(need="N4", closed="2024-01-09")), year=2024))
    standing = Episode.objects.get()
    assert (standing.primary_need, standing.closed_on, standing.version) == ("N4", date(2024, 1, 9), 2)
    assert Version.objects.get(table_name="casework_episode").was["primary_need"] == "N1"


def test_what_a_newer_file_leaves_out_stands(tmp_path, looking):
    plan = "<CINPlanDates><CINPlanStartDate>2023-07-01</CINPlanStartDate></CINPlanDates>"
    bring_text(tmp_path, census(child("7", episode=episode(closed="2023-12-01", more=plan)), year=2023))
    bring_text(tmp_path, census(child("7", episode=episode("2024-02-02")), year=2024))
    assert Episode.objects.count() == 2
    assert Episode.objects.get(key="2023-06-01").closed_on == date(2023, 12, 1)


def test_an_older_file_does_not_undo_a_newer_one(tmp_path, looking):
    bring_text(tmp_path, census(child("7", episode=episode(need="N4")), year=2024))
    older = bring_text(tmp_path, census(child("7", episode=episode(need="N1")), year=2023))
    assert Episode.objects.get().primary_need == "N4"
    assert "newer file" in Finding.objects.get(file=older, kind="ours_kept").because


def test_a_workers_edit_beats_a_newer_file_and_the_difference_is_listed(cast, tmp_path, looking):
    bring_text(tmp_path, census(child("7", episode=episode()), year=2023))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door, reason="Read the file"):
        amend(Episode.objects.get(), expected_version=1, changes={"primary_need": "N3"})
    newer = bring_text(tmp_path, census(child("7", episode=episode(need="N4", closed="2024-01-09")), year=2024))
    standing = Episode.objects.get()
    assert (standing.primary_need, standing.closed_on) == ("N3", date(2024, 1, 9))
    listed = Finding.objects.get(file=newer, kind="ours_kept")
    assert (listed.code, listed.sent) == ("primary_need", "N4")
    newest = bring_text(tmp_path, census(child("7", episode=episode(need="N5", closed="2024-01-09")), year=2025))
    assert Episode.objects.get().primary_need == "N3", "the import between did not make the worker's value the file's"
    assert Finding.objects.filter(file=newest, kind="ours_kept", code="primary_need").exists()


def test_a_file_cut_off_keeps_the_children_before_and_says_where_it_stopped(tmp_path, looking):
    whole = census(child("7", episode=episode()), child("8", episode=episode()))
    file = bring_text(tmp_path, whole[: whole.index("<LAchildID>8") + 30])
    assert file.state == FileState.stopped
    assert file.because.startswith("Line 1")
    assert list(Person.objects.values_list("local_id", flat=True)) == ["7"]


def test_a_file_that_is_no_census_is_refused_with_its_account(tmp_path, looking):
    path = tmp_path / "letter.xml"
    path.write_text("<letter>Dear all</letter>")
    with pytest.raises(Exception, match="not a CIN census"):
        bring_in(path)
    assert CensusFile.objects.get().state == FileState.refused


def test_a_child_that_cannot_be_stored_is_listed_and_the_others_are_kept(tmp_path, looking):
    file = bring_text(tmp_path, census(child("7", episode=episode()), child("9" * 70, episode=episode())))
    assert Person.objects.filter(local_id="7").exists()
    assert file.elements_in == file.elements_kept + file.elements_refused


def test_a_child_that_the_database_refuses_is_listed_and_the_others_are_kept(tmp_path, looking, monkeypatch):
    def refuse_nine(taken):
        if any(person.local_id == "9" for person in taken.added[Person]):
            raise DataError("value too long")
        written(taken)

    written = census_actions._write
    monkeypatch.setattr(census_actions, "_write", refuse_nine)
    file = bring_text(tmp_path, census(*(child(number, episode=episode()) for number in ("8", "9", "10"))))
    assert set(Person.objects.values_list("local_id", flat=True)) == {"8", "10"}
    refused = Finding.objects.get(file=file, code="not_stored")
    assert (refused.kind, refused.sent, file.state) == ("refused", "9", FileState.finished)


def test_an_import_waits_for_a_worker_who_is_writing_about_one_of_its_children(tmp_path, looking, owned):
    bring_text(tmp_path, census(child("7", episode=episode()), year=2023))
    owned.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [str(Person.objects.get().id)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
    with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
        bring_text(tmp_path, census(child("7", episode=episode(need="N4")), year=2024))
    owned.execute("SELECT pg_advisory_unlock_all()")
    bring_text(tmp_path, census(child("7", episode=episode(need="N4")), year=2024))
    assert Episode.objects.get().primary_need == "N4"


def test_a_plan_and_its_assessment_keep_their_place_in_the_episode(looking):
    bring_in(FILES / "cin-2022-one-child.xml")
    assert Assessment.objects.get().episode == ProtectionPlan.objects.get().episode == Episode.objects.get()


def test_facts_read_back_are_a_body_of_facts(looking):
    assert isinstance(facts_of(None), Facts)
    assert len(facts_of(None)) == 0
    assert BytesIO(b"").read() == b""
