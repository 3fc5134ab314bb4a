"""What a batch of children in a file changes: new records, changed ones, and what is left as it was and listed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from holdfast.access import Purpose
from holdfast.facts.schema import Row, Value
from holdfast.kernel.identifiers import nhs_number_fault, upn_fault
from holdfast.records.casework.models import Assessment, AssessmentFactor
from holdfast.records.exchange.actions._shapes import PERSON_COLUMNS, SHAPES, Shape, person_id, record_id
from holdfast.records.exchange.codes import ChildOutcome, FindingKind
from holdfast.records.exchange.models import CensusFile, ChildInFile, Finding, Hold
from holdfast.records.people.models import Disability, Identifier, Person
from holdfast.returns.cin.account import CensusChild
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import Version

OURS = "Our record says {ours}, entered here by a person; the file says {sent}. Ours was kept."
NEWER = "Our record says {ours}, from a newer file; this one says {sent}. Ours was kept."
HELD = (
    "Our child of this number was born on {ours}; the file says {sent}. These may be two children: "
    "nothing was taken in for this number until a person has looked."
)
TAKEN_OUT = "A person took {code} out of our record, as told by mistake; the file says it again. It stays out."
_LONGEST = 300


@dataclass
class Taken:
    """What a batch comes to, before it is written."""

    file: CensusFile
    added: dict[type[Guarded], list[Guarded]] = field(default_factory=lambda: defaultdict(list))
    changed: list[tuple[Guarded, list[str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    outcomes: dict[UUID, ChildOutcome] = field(default_factory=dict)

    def find(
        self,
        kind: FindingKind,
        child: UUID | None,
        number: str,
        *,
        code: str,
        line: int,
        where: str,
        sent: str,
        because: str,
    ) -> None:
        """List something about a line of the file; said again on a second run, it is the same finding."""
        key = uuid5(self.file.id, f"{kind}/{line}/{where}/{code}")
        what = {"kind": kind, "code": code, "line": line, "where": where[:_LONGEST], "sent": sent[:_LONGEST]}
        whose = {"file": self.file, "child_id": child, "child_number": number[:40]}
        self.findings.append(Finding(id=key, because=because[:500], **whose, **what))


class Standing:
    """What our records hold of the children in a batch, read in one query a table."""

    def __init__(self, file: CensusFile, children: Iterable[CensusChild]) -> None:
        told = [child for child in children if child.child]
        numbers = [child.child for child in told]
        people = Person.objects.filter(authority=file.authority, local_id__in=numbers)
        self.people = {person.local_id: person for person in people}
        ids = [person.id for person in self.people.values()]
        self.done = set(
            ChildInFile.objects.filter(file=file, child_id__in=ids)
            .exclude(outcome=ChildOutcome.held)
            .values_list("child_id", flat=True)
        )
        self.records = {
            model: {(record.child_id, record.key): record for record in model.objects.filter(child_id__in=ids)}
            for model in {shape.model for shape in SHAPES}
        }
        self.factors = _told(AssessmentFactor.objects.filter(child_id__in=ids), "assessment_id")
        self.identifiers = set(Identifier.objects.filter(person_id__in=ids).values_list("person_id", "kind", "value"))
        self.disabilities = _told(Disability.objects.filter(person_id__in=ids), "person_id")
        self.newer = set(_told_by_newer_files(file, ids))
        self.holds = {(hold.child_id, hold.sent_birth_on): hold for hold in Hold.objects.filter(child_id__in=ids)}


def take(file: CensusFile, children: Iterable[CensusChild]) -> Taken:
    """Work out what these children of the file change in our records; nothing is written yet."""
    told = list(children)
    standing = Standing(file, told)
    taken = Taken(file)
    for child in told:
        person = standing.people.get(child.child)
        if person is None or person.id not in standing.done:
            _OneChild(taken, standing, child).take()
    return taken


class _OneChild:
    """One child of the file, held against what we know."""

    def __init__(self, taken: Taken, standing: Standing, child: CensusChild) -> None:
        self.taken, self.standing, self.told = taken, standing, child
        self.person: Person | None = standing.people.get(child.child)
        self.id = self.person.id if self.person else person_id(child.authority, child.child)
        self.any_change = False

    def take(self) -> None:
        """Take the child in, or hold it."""
        if not self.told.child:
            self._list_lines(None)
            return
        held = self._conflict()
        self._take_person(held)
        self._list_lines(self.id)
        if not held:
            self._take_records()
            self._take_sets()
        self.taken.outcomes[self.id] = self._outcome(held)

    def _outcome(self, held: bool) -> ChildOutcome:
        if held:
            return ChildOutcome.held
        if self.person is None:
            return ChildOutcome.new
        return ChildOutcome.changed if self.any_change else ChildOutcome.unchanged

    def _list_lines(self, child: UUID | None) -> None:
        number = self.told.child
        for element in self.told.refused:
            self.taken.find(
                FindingKind.refused, child, number, code=element.refused, line=element.line, where=element.path,
                sent=element.sent, because=element.because,
            )  # fmt: skip
        for flag in self.told.flags:
            where = f"{flag.table} {flag.key}"
            self.taken.find(
                FindingKind.odd,
                child,
                number,
                code=flag.code,
                line=flag.line,
                where=where,
                sent="",
                because=flag.because,
            )

    def _conflict(self) -> bool:
        """Whether the number comes with another birth date than ours, and nobody has yet said which is right."""
        sent = _day(self._row().get("birth_on"))
        ours = self.person.birth_on if self.person else None
        if sent is None or ours is None or sent == ours:
            return False
        hold = self.standing.holds.get((self.id, sent))
        if hold and hold.resolved_at:
            return False
        if hold is None:
            key = uuid5(self.id, f"hold/{sent}")
            self.taken.holds.append(
                Hold(id=key, child_id=self.id, file=self.taken.file, our_birth_on=ours, sent_birth_on=sent)
            )
        because = HELD.format(ours=ours, sent=sent)
        self._find(FindingKind.held, "birth_date", "child", str(sent), because)
        return True

    def _row(self) -> Row:
        return self.told.rows["child"][0]

    def _take_person(self, held: bool) -> None:
        values = {name: self._row().get(name) for name in PERSON_COLUMNS}
        if self.person is None:
            known = {name: value for name, value in values.items() if value is not None}
            self._add(
                Person(id=self.id, authority=self.told.authority, local_id=self.told.child, is_child=True, **known)
            )
        elif not held:
            self._leave_settled_birth_date(values)
            self._differ(self.person, values, where="child")

    def _leave_settled_birth_date(self, values: dict[str, Value]) -> None:
        """A birth date that a person found wrong is listed, and not taken however often it is sent."""
        sent = _day(values["birth_on"])
        hold = self.standing.holds.get((self.id, sent)) if sent else None
        if hold and sent != hold.settled_birth_on:
            values["birth_on"] = None
            because = f"A person looked and settled the birth date as {hold.settled_birth_on}. Ours was kept."
            self._find(FindingKind.ours_kept, "birth_on", "child", str(sent), because)

    def _take_records(self) -> None:
        for shape in SHAPES:
            for row in self.told.rows.get(shape.table, ()):
                self._take_record(shape, row)

    def _take_record(self, shape: Shape, row: Row) -> None:
        key = str(row[shape.table])
        values = {name: row[column] for column, name in shape.columns.items()}
        standing = self.standing.records[shape.model].get((self.id, key))
        if standing:
            self._differ(standing, values, where=f"{shape.table} {key}")
            return
        known = {name: value for name, value in values.items() if value is not None}
        parents = {f"{name}_id": self._parent(model, row[column]) for name, (column, model) in shape.parents.items()}
        self._add(shape.model(id=record_id(self.id, shape.model, key), child_id=self.id, key=key, **parents, **known))

    def _parent(self, model: type[Guarded], key: Value) -> UUID | None:
        if key is None:
            return None
        standing = self.standing.records[model].get((self.id, str(key)))
        return standing.id if standing else record_id(self.id, model, str(key))

    def _take_sets(self) -> None:
        """Take in what a child has many of, and which is only ever added to."""
        for row in self.told.rows.get("identifier", ()):
            kind, value = str(row["kind"]), str(row["value"])
            if (self.id, kind, value) not in self.standing.identifiers:
                fault = (nhs_number_fault if kind == "nhs_number" else upn_fault)(value)
                key = uuid5(self.id, f"identifier/{kind}/{value}")
                self._add(Identifier(id=key, person_id=self.id, kind=kind, value=value, check_digit_ok=fault is None))
        for row in self.told.rows.get("disability", ()):
            code = str(row["code"])
            if self._is_new(self.standing.disabilities, self.id, code, where=f"disability {code}"):
                self._add(Disability(id=uuid5(self.id, f"disability/{code}"), person_id=self.id, code=code))
        for row in self.told.rows.get("assessment_factor", ()):
            assessment, code = self._parent(Assessment, row["assessment"]), str(row["code"])
            where = f"assessment_factor {row['assessment']}/{code}"
            if assessment and self._is_new(self.standing.factors, assessment, code, where=where):
                key = uuid5(assessment, f"factor/{code}")
                self._add(AssessmentFactor(id=key, child_id=self.id, assessment_id=assessment, code=code))

    def _is_new(self, told: Mapping[tuple[UUID, str], bool], whose: UUID, code: str, *, where: str) -> bool:
        """Whether it was never told here; what a person took out stays out, and is listed."""
        if told.get((whose, code)) is False:
            self._find(FindingKind.ours_kept, "code", where, code, TAKEN_OUT.format(code=code))
        return (whose, code) not in told

    def _add(self, record: Guarded) -> None:
        self.taken.added[type(record)].append(record)
        self.any_change = True

    def _differ(self, record: Guarded, values: Mapping[str, Value], *, where: str) -> None:
        """Take the file's values where it is theirs to say; list those where ours is kept. Silence says nothing."""
        different = [name for name, value in values.items() if value is not None and getattr(record, name) != value]
        if not different:
            return
        history = _history(record) if record.version > 1 else []
        changed = []
        for name in different:
            ours, sent = getattr(record, name), values[name]
            if _entered_by_a_person(record, name, history):
                self._find(
                    FindingKind.ours_kept, name, where, str(sent), OURS.format(ours=ours or "nothing", sent=sent)
                )
            elif self.id in self.standing.newer and ours not in (None, ""):
                self._find(FindingKind.ours_kept, name, where, str(sent), NEWER.format(ours=ours, sent=sent))
            else:
                setattr(record, name, sent)
                changed.append(name)
        if changed:
            self.taken.changed.append((record, changed))
            self.any_change = True

    def _find(self, kind: FindingKind, code: str, where: str, sent: str, because: str) -> None:
        self.taken.find(
            kind, self.id, self.told.child, code=code, line=self.told.line, where=where, sent=sent, because=because
        )


def _told(rows: QuerySet[Any], whose: str) -> dict[tuple[UUID, str], bool]:
    """Every code that was ever told, by whose it is; and whether it still stands, or was taken out."""
    told: dict[tuple[UUID, str], bool] = {}
    for owner, code, withdrawn_at in rows.values_list(whose, "code", "withdrawn_at"):
        told[owner, code] = told.get((owner, code), False) or withdrawn_at is None
    return told


def _told_by_newer_files(file: CensusFile, ids: list[UUID]) -> Iterator[UUID]:
    others = ChildInFile.objects.filter(child_id__in=ids).exclude(file=file).exclude(outcome=ChildOutcome.held)
    for other in others.select_related("file"):
        if other.file.newness > file.newness:
            yield other.child_id


def _history(record: Guarded) -> list[dict[str, Any]]:
    """What the record was before, newest first."""
    rows = Version.objects.filter(table_name=record._meta.db_table, row_id=record.pk).order_by("-id")
    return list(rows.values_list("was", flat=True))


def _entered_by_a_person(record: Guarded, name: str, history: list[dict[str, Any]]) -> bool:
    """Whether the value that stands now was put there by somebody at work, not by a file."""
    column = record._meta.get_field(name).column
    value = _as_json(getattr(record, name))
    entered_for = record.recorded_for
    for was in history:
        if was[column] != value:
            break
        entered_for = was["recorded_for"]
    return entered_for != Purpose.statutory_return.value


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None
