"""The order in which the Board reads its figures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of the Board's account, and its measures; those in `together` are told in one statement."""

    slug: str
    title: str
    together: tuple[tuple[str, ...], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Its measures in order."""
        return tuple(code for codes in self.together for code in codes)


SECTIONS = (
    Section(
        "contacts",
        "What we were told",
        (("CON-01",), ("CON-02",), ("CON-03",), ("CON-04",), ("CON-05",), ("CON-06",), ("CON-07",), ("CON-08",)),
    ),
    Section(
        "hub",
        "What the agencies were asked",
        (("MASH-01",), ("MASH-02",), ("MASH-03",), ("MASH-04",), ("MASH-05",), ("MASH-06",), ("MASH-07",)),
    ),
    Section(
        "front-door",
        "The front door",
        (("REF-01N", "REF-01"), ("REF-02N", "REF-02"), ("REF-03",), ("REF-04",), ("DA-01",), ("DA-02",)),
    ),
    Section("early-help", "Early help", (("EH-01",), ("EH-03",))),
    Section("assessments", "Assessments", (("ASM-01N", "ASM-01"),)),
    Section("need", "Children in need", (("CIN-01N", "CIN-01"),)),
    Section("enquiries", "Enquiries and conferences", (("S47-01N", "S47-01"), ("ICPC-01N", "ICPC-01"))),
    Section(
        "plans",
        "Child protection plans",
        (("CPP-02N", "CPP-02"), ("CPP-03N", "CPP-03"), ("CPP-01N", "CPP-01"), ("CPP-07N", "CPP-07")),
    ),
    Section("timeliness", "In time or late", (("REF-05",), ("EH-02",), ("ASM-02",), ("ASM-02G",), ("ICPC-02",))),
    Section(
        "oversight",
        "Challenge and oversight",
        (("CHA-01",), ("CHA-02",), ("CHA-03",), ("LOOK-01",), ("LOOK-02",), ("LOOK-03",)),
    ),
)
"""Every measure stands in one of them."""


def told_with(code: str) -> tuple[str, ...]:
    """The measures that one is told together with, itself among them."""
    return next(codes for section in SECTIONS for codes in section.together if code in codes)
