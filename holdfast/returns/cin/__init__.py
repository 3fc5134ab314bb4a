"""The children in need census: read what another system wrote, write what the department asks for."""

from holdfast.returns.cin._stream import Limits
from holdfast.returns.cin.account import Account, CensusChild, CensusRefused, Element, Flag, Header, Stop
from holdfast.returns.cin.reader import Census, census_facts, read
from holdfast.returns.cin.writer import LeftOut, Written, header_for, write, write_children

__all__ = [
    "Account",
    "Census",
    "CensusChild",
    "CensusRefused",
    "Element",
    "Flag",
    "Header",
    "LeftOut",
    "Limits",
    "Stop",
    "Written",
    "census_facts",
    "header_for",
    "read",
    "write",
    "write_children",
]
