"""What came in, and what there is to say about it."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.exchange.models import CensusFile, ChildInFile, Finding, Hold


def census_files() -> QuerySet[CensusFile]:
    """Every census file that was brought in, newest first."""
    return CensusFile.objects.order_by("-brought_at").select_related("brought_by")


def census_file(file_id: UUID) -> CensusFile:
    """The file of that key; raises NotFound."""
    found = CensusFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound("There is no such file here.")
    return found


def outcomes(file: CensusFile) -> Mapping[str, int]:
    """How many children the file told of, by what it changed about them."""
    counted = ChildInFile.objects.filter(file=file).values_list("outcome").annotate(Count("id"))
    return dict(counted)


def findings(file: CensusFile, *, kind: str = "") -> QuerySet[Finding]:
    """What there is to say about the file's lines, in the order of the lines."""
    every = Finding.objects.filter(file=file).order_by("line", "where", "code")
    return every.filter(kind=kind) if kind else every


def findings_by_kind(file: CensusFile) -> Mapping[str, int]:
    """How many findings of each kind."""
    return dict(Finding.objects.filter(file=file).values_list("kind").annotate(Count("id")))


def open_holds() -> QuerySet[Hold]:
    """Children held because a number came with two birth dates, and nobody has looked yet."""
    return Hold.objects.filter(resolved_at=None).select_related("child", "file").order_by("recorded_at")
