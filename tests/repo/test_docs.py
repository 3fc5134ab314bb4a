"""What is written for people says what is so, and leads where it says."""

import re
from itertools import pairwise

import pytest

from tests.repo.sources import REPOSITORY, files, read

TOUR = "docs/tutorials/tour.md"
PAGES = [path for path in files() if path.endswith(".md") and not path.startswith("holdfast/")]
FILES, LINES = 8, 600
ELSEWHERE = {"records", "acting", "request.now"}
"""Names in the tour that are not of the file at hand."""


def stops() -> list[tuple[str, str]]:
    """Each file of the tour, and what the tour says of it."""
    found = list(re.finditer(r"Read \[(holdfast/[^\]]+)\]", read(TOUR)))
    ends = [*(match.start() for match in found[1:]), read(TOUR).index("## What now")]
    return [(match[1], read(TOUR)[match.end() : end]) for match, end in zip(found, ends, strict=True)]


def headings(text: str) -> set[str]:
    """The anchors that a page offers, as they are made on the web."""
    said = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in said}


def test_the_tour_goes_through_eight_files_in_fifteen_minutes():
    paths = [path for path, _ in stops()]
    assert len(paths) == len(set(paths)) == FILES
    assert sum(len(read(path).splitlines()) for path in paths) <= LINES


@pytest.mark.parametrize(("path", "said"), stops(), ids=[path for path, _ in stops()])
def test_what_the_tour_names_is_in_the_file_it_speaks_of(path, said):
    named = set(re.findall(r"`([^`]+)`", said)) - ELSEWHERE
    assert not [name for name in named if not re.search(rf"\b{re.escape(name)}\b", read(path))]


def test_the_tour_shows_no_code_that_could_grow_old():
    blocks = re.findall(r"^```.*?^```", read(TOUR), re.M | re.S)
    assert len(blocks) == 1, "the picture, and nothing else"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    here = (REPOSITORY / page).parent
    for link in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        place, _, anchor = link.partition("#")
        if "://" in link:
            continue
        there = (here / place).resolve() if place else REPOSITORY / page
        assert there.exists(), f"{page}: {link}"
        assert not anchor or anchor in headings(there.read_text()), f"{page}: {link}"


def test_decisions_are_numbered_without_a_gap():
    found = sorted(path for path in files("docs/adr/") if re.search(r"/\d{4}-", path))
    numbers = [int(path.split("/")[-1][:4]) for path in found]
    assert numbers[0] == 1
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
    for path, number in zip(found, numbers, strict=True):
        assert read(path).startswith(f"# {number}. "), path


def test_the_list_of_decisions_names_each_by_its_title():
    titles = [(read(path).splitlines()[0][2:].split(". ", 1), path.split("/")[-1]) for path in files("docs/adr/0")]
    assert [f"{number}. [{title}]({name})" for (number, title), name in titles] == [
        line for line in read("docs/adr/README.md").splitlines() if line[:1].isdigit()
    ]


def test_every_decision_is_one_page_and_says_what_it_costs():
    for path in files("docs/adr/0"):
        text = read(path)
        assert "**Decided.**" in text, path
        assert "**Why.**" in text, path
        assert "**Costs.**" in text, path
        assert len(text.split()) < 500, path


def test_every_page_can_be_found_from_the_front():
    reached, waiting = {"README.md"}, ["README.md"]
    while waiting:
        page = waiting.pop()
        here = (REPOSITORY / page).parent
        for link in re.findall(r"\]\(([^)#\s]+)", read(page)):
            there = (here / link).resolve()
            inside = [each for each in PAGES if REPOSITORY / each in (there, *there.glob("*.md"))]
            fresh = [each for each in inside if each not in reached]
            reached.update(fresh)
            waiting.extend(fresh)
    assert {page for page in PAGES if page.startswith("docs/")} <= reached


def one(word: str) -> str:
    """A word as the glossary lists it: of one, and in small letters."""
    return re.sub(r"('s|s)$", "", word.strip().casefold().replace("children", "child"))


def test_every_word_that_the_glossary_leans_on_has_its_own_entry():
    text = read("docs/glossary.md")
    entries = re.findall(r"^\*\*(.+?)\.\*\*", text, re.M)
    listed = {one(name) for entry in entries for name in re.split(r"[(),]", entry)}
    leant_on = {one(word) for word in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)}
    assert leant_on - listed == {one("Working Together to Safeguard Children"), "italic"}
