"""The directory of help: taken in and given back, searched in plain words, kept true, and never quietly emptied."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions.feed import check_entry, take_in_feed
from holdfast.records.earlyhelp.actions.reading import services_in
from holdfast.records.earlyhelp.models import Service
from holdfast.records.earlyhelp.queries.finding import is_stale, services_for, to_be_checked
from holdfast.records.earlyhelp.queries.oruk import as_oruk, whole_directory, with_all
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
CONTENT = (files("holdfast.borough") / "data" / "directory.json").read_bytes()
FEED = "Alderbrook family information"


@pytest.fixture
def uma(cast):
    return {"by": cast("uma").actor, "purpose": Purpose.early_help, "at": AT}


@pytest.fixture
def directory(uma):
    """The invented borough's directory, taken in."""
    taken = take_in_feed(services=services_in(CONTENT), name=FEED, **uma)
    assert (taken.added, taken.refused) == (42, [])
    return taken


def names(asked) -> set[str]:
    return set(services_for(asked).values_list("name", flat=True))


def test_what_was_taken_in_is_given_back_whole(directory):
    told = {each["id"]: each for each in json.loads(CONTENT)["contents"]}
    for given in whole_directory()["contents"]:
        assert _same(told[given["id"]], given), given["name"]


def _same(told, given) -> bool:
    """Whether everything that the feed told is given back; ids of an address and of a telephone are our own."""
    if isinstance(told, dict):
        return all(name in ("id",) or (name in given and _same(told[name], given[name])) for name in told)
    if isinstance(told, list):
        ordered = [sorted(each, key=lambda one: json.dumps(_bare(one), sort_keys=True)) for each in (told, given)]
        return len(told) == len(given) and all(_same(*pair) for pair in zip(*ordered, strict=True))
    return told == given


def _bare(one):
    """A part without ids at any depth, to put two lists in one order."""
    if isinstance(one, dict):
        return {name: _bare(each) for name, each in one.items() if name != "id"}
    return [_bare(each) for each in one] if isinstance(one, list) else one


def test_ids_of_services_organisations_places_and_terms_are_kept(directory):
    told = json.loads(CONTENT)["contents"][0]
    given = as_oruk(with_all(Service.objects).get(pk=told["id"]))
    assert given["organization"]["id"] == told["organization"]["id"]
    assert {each["location"]["id"] for each in given["service_at_locations"]} == {
        each["location"]["id"] for each in told["service_at_locations"]
    }
    assert {each["taxonomy_term"]["id"] for each in given["attributes"]} == {
        each["taxonomy_term"]["id"] for each in told["attributes"]
    }


def test_what_the_standard_says_and_we_do_not_use_is_kept_for_the_next(directory, uma):
    told = json.loads(CONTENT)["contents"][0] | {"accreditations": "Ofsted", "licenses": "none"}
    take_in_feed(services=[told], name=FEED, **uma)
    given = as_oruk(with_all(Service.objects).get(pk=told["id"]))
    assert (given["accreditations"], given["licenses"]) == ("Ofsted", "none")


def test_the_same_feed_again_changes_nothing(directory, uma):
    again = take_in_feed(services=services_in(CONTENT), name=FEED, **uma)
    assert (again.added, again.changed, again.unchanged, again.not_in_feed) == (0, 0, 42, 0)


def test_a_service_that_the_feed_no_longer_tells_of_stays_and_says_so(directory, uma):
    services = services_in(CONTENT)
    services[0] = services[0] | {"name": "Family support at your home"}
    again = take_in_feed(services=services[:-1], name=FEED, **uma)
    assert (again.changed, again.unchanged, again.not_in_feed) == (1, 40, 1)
    gone = Service.objects.get(pk=services[-1]["id"])
    assert not gone.in_latest_feed
    assert gone in to_be_checked(as_of=TODAY)
    assert Service.objects.count() == 42


def test_another_feed_says_nothing_of_this_one(directory, uma):
    take_in_feed(services=[services_in(CONTENT)[0] | {"id": "11111111-1111-4111-8111-111111111111"}], name="B", **uma)
    assert Service.objects.filter(in_latest_feed=False).count() == 0


def test_a_row_that_cannot_be_read_is_listed_with_its_reason_and_the_others_stand(uma):
    good = services_in(CONTENT)[0]
    rows = [
        {"name": "No id"},
        good | {"id": "22222222-2222-4222-8222-222222222222", "status": "lovely"},
        good | {"id": "33333333-3333-4333-8333-333333333333", "organization": None},
        good | {"id": "44444444-4444-4444-8444-444444444444", "email": "not an address"},
        good | {"id": "55555555-5555-4555-8555-555555555555", "minimum_age": "old"},
        "a line",
        good,
    ]
    taken = take_in_feed(services=rows, name=FEED, **uma)
    assert taken.added == 1
    assert [each["row"] for each in taken.refused] == [1, 2, 3, 4, 5, 6]
    assert "no id that is a UUID" in taken.refused[0]["because"]
    assert "“lovely” is no status" in taken.refused[1]["because"]
    assert "which organisation" in taken.refused[2]["because"]


def test_tables_in_a_zip_tell_the_same(uma):
    tables = {
        "organization.csv": "id,name\n66666666-6666-4666-8666-666666666666,Owls",
        "service.csv": "id,organization_id,name,status,minimum_age\n"
        "77777777-7777-4777-8777-777777777777,66666666-6666-4666-8666-666666666666,Night owls,active,4",
        "location.csv": "id,name\n88888888-8888-4888-8888-888888888888,The Barn",
        "address.csv": "id,location_id,address_1,postal_code\n"
        "99999999-9999-4999-8999-999999999999,88888888-8888-4888-8888-888888888888,1 Lane,AB1 2CD",
        "service_at_location.csv": "id,service_id,location_id\naaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa,"
        "77777777-7777-4777-8777-777777777777,88888888-8888-4888-8888-888888888888",
        "phone.csv": "id,service_id,number\nbbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb,"
        "77777777-7777-4777-8777-777777777777,020 7946 0999",
    }
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as packed:
        for name, text in tables.items():
            packed.writestr(name, text)
    taken = take_in_feed(services=services_in(folder.getvalue()), name=FEED, **uma)
    assert taken.refused == []
    [owls] = Service.objects.all()
    assert (owls.telephone, owls.minimum_age, owls.places.get().location.postcode) == ("020 7946 0999", 4, "AB1 2CD")


@pytest.mark.parametrize("content", [b"hello", b"PK nothing", b"[]", b"\xff\xfe"])
def test_a_file_that_is_no_feed_is_refused_in_a_sentence(content):
    with pytest.raises(Refused):
        services_in(content)


def test_help_is_found_by_need_age_place_day_language_and_words(directory):
    from holdfast.records.earlyhelp.models import TaxonomyTerm

    sleep = TaxonomyTerm.objects.get(name="Sleep").pk
    assert "Baby sleep clinic" in names({"need": sleep})
    assert "Baby sleep clinic" not in names({"need": sleep, "age": 9})
    assert "Sleep and behaviour: autism" in names({"words": "autistic"})
    assert names({"language": "Dari"}) == {"Welcome mornings"}
    assert "Saturday dads" in names({"day": "SA"}) and "Saturday dads" not in names({"day": "MO"})
    assert "Homework club" in names({"area": "Kiln"}) and "Homework club" not in names({"area": "Riverbend"})
    assert "Open club nights" in names({"area": "AB3"}) and "Homework club" not in names({"area": "AB3 9ZZ"})
    assert "Talk to somebody about abuse" in names({"area": "AB3"})  # a telephone is everywhere
    assert "The pantry" not in names({"free": True})


def test_a_service_that_nobody_checked_for_six_months_reads_as_stale(directory, uma):
    """f.help_unclear: last checked is shown, and whoever keeps the directory is asked."""
    old = Service.objects.get(name="Family support at home")
    assert is_stale(old, as_of=TODAY) == (old.checked_on < date(2026, 5, 20))
    never = Service.objects.get(checked_on=None)
    assert to_be_checked(as_of=TODAY)[0] == never
    check_entry(service=never, changes={"owner": "Uma"}, checked_on=TODAY, **uma)
    assert not is_stale(Service.objects.get(pk=never.pk), as_of=TODAY + timedelta(days=180))


def test_anybody_reads_the_directory_and_rings(client, directory):
    page = client.get("/help/", {"words": "abuse"})
    assert page.status_code == 200
    assert 'href="tel:02079460628"' in page.content.decode()
    one = Service.objects.get(name="The pantry")
    assert "£4 a shop" in client.get(f"/help/{one.pk}/").content.decode()
    assert client.get("/help/11111111-1111-4111-8111-111111111119/").status_code == 404


def test_another_system_reads_the_directory_page_by_page(client, directory):
    first = client.get("/oruk/services", {"per_page": "20"})
    told = first.json()
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert (told["total_items"], told["total_pages"], told["first_page"], told["last_page"]) == (42, 3, True, False)
    last = client.get("/oruk/services", {"per_page": "20", "page": "3"}).json()
    assert (last["size"], last["last_page"]) == (2, True)
    one = client.get(f"/oruk/services/{told['contents'][0]['id']}").json()
    assert one["organization"]["name"] and one["service_at_locations"] is not None
    assert client.get("/oruk/").json()["version"] == "HSDS-UK-3.0"
    assert client.get("/oruk/taxonomy_terms").json()["total_items"] == 20


def test_the_coordinator_takes_in_a_feed_and_checks_an_entry_and_others_do_not(client, cast, directory):
    uma = sign_in(client, cast("uma"))
    sent = {"name": FEED, "file": io.BytesIO(CONTENT)}
    sent["file"].name = "feed.json"
    assert uma.post("/help/keep/", sent).status_code == 302
    assert "42 as before" in uma.get("/help/keep/").content.decode()
    entry = Service.objects.get(checked_on=None)
    today = {"checked_on_day": "1", "checked_on_month": "11", "checked_on_year": "2026"}
    answer = uma.post(f"/help/keep/{entry.pk}/", {"status": "active", "owner": "Uma", **today})
    assert answer.status_code == 302
    assert Service.objects.get(pk=entry.pk).owner == "Uma"
    assert sign_in(client, cast("farah")).get("/help/keep/").status_code == 403
