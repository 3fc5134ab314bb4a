"""People told as facts: by number, without a name."""

from holdfast.wall.providers import register, register_numbers

_KEPT = "p.is_child AND (%(children)s::uuid[] IS NULL OR p.id = ANY (%(children)s::uuid[]))"

CHILD = f"""
SELECT p.authority, p.local_id AS child, p.birth_on, p.expected_birth_on, p.died_on, nullif(p.sex, '') AS sex,
       nullif(p.ethnicity, '') AS ethnicity, nullif(p.upn_unknown, '') AS upn_unknown
FROM people_person p WHERE {_KEPT}
"""
IDENTIFIER = f"""
SELECT p.authority, p.local_id AS child, i.kind, i.value
FROM people_identifier i JOIN people_person p ON p.id = i.person_id WHERE {_KEPT}
"""
DISABILITY = f"""
SELECT p.authority, p.local_id AS child, d.code
FROM people_disability d JOIN people_person p ON p.id = d.person_id WHERE {_KEPT}
"""
NUMBERS = f"SELECT p.authority, p.local_id AS child, p.id FROM people_person p WHERE {_KEPT}"


def register_facts() -> None:
    """Say how people tell their fact tables."""
    register("child", sql=CHILD)
    register("identifier", sql=IDENTIFIER)
    register("disability", sql=DISABILITY)
    register_numbers(sql=NUMBERS)
