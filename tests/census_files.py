"""Small census files for tests: a message around whatever a test wants to say of its children."""

import io
from pathlib import Path

from holdfast.returns.cin import Account, CensusChild, census_facts, read

INPUTS = Path(__file__).parent / "inputs" / "cin"

HEADER = """
<Header>
 <CollectionDetails>
  <Collection>CIN</Collection><Year>{year}</Year><ReferenceDate>{year}-03-31</ReferenceDate>
 </CollectionDetails>
 <Source><SourceLevel>L</SourceLevel><LEA>310</LEA><SerialNo>001</SerialNo></Source>
</Header>"""


def message(*children: str, year: int = 2024, header: str = HEADER) -> bytes:
    """A whole file of these children."""
    body = "\n".join(children)
    return f"<Message>{header.format(year=year)}\n<Children>\n{body}\n</Children></Message>".encode()


def child(
    *episodes: str,
    number: str = "215141",
    who: str = "<UPNunknown>UN1</UPNunknown><PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex>",
    what: str = "<Ethnicity>WBRI</Ethnicity>",
) -> str:
    """One child of whom nothing is odd but what the test says; Sex is of 2025."""
    return (
        f"<Child><ChildIdentifiers><LAchildID>{number}</LAchildID>{who}</ChildIdentifiers>\n"
        f"<ChildCharacteristics>{what}</ChildCharacteristics>{''.join(episodes) or episode()}</Child>"
    )


def episode(within: str = "", referred: str = "2023-07-13") -> str:
    """One episode with its required elements, and what the test puts within it."""
    return (
        f"<CINdetails><CINreferralDate>{referred}</CINreferralDate><ReferralSource>3A</ReferralSource>"
        f"{within}<ReferralNFA>false</ReferralNFA></CINdetails>"
    )


def told(content: bytes) -> tuple[list[CensusChild], Account]:
    """Every child of a file, and its account."""
    census = read(io.BytesIO(content))
    return list(census), census.account


def only(*episodes: str, year: int = 2025, **parts: str) -> CensusChild:
    """The one child of a file of that year."""
    (found,), account = told(message(child(*episodes, **parts), year=year))
    assert account.elements_in == account.kept + account.refused
    return found


def account_of(name: str) -> Account:
    """The account of one of the public files."""
    with (INPUTS / f"{name}.xml").open("rb") as source:
        return census_facts(source)[1]
