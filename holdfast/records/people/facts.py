"""What the records of people tell as facts: the child without a name, the numbers, the disabilities."""

from holdfast.wall import providers

CHILD = """
SELECT authority, local_id AS child, birth_on, expected_birth_on, died_on, nullif(sex, '') AS sex,
       nullif(ethnicity, '') AS ethnicity, nullif(upn_unknown, '') AS upn_unknown
FROM people_person
WHERE is_child AND (%(children)s::uuid[] IS NULL OR id = ANY (%(children)s::uuid[]))
"""

IDENTIFIER = """
SELECT person.authority, person.local_id AS child, told.kind, told.value
FROM people_identifier told JOIN people_person person ON person.id = told.person_id
WHERE person.is_child AND (%(children)s::uuid[] IS NULL OR told.person_id = ANY (%(children)s::uuid[]))
"""

DISABILITY = """
SELECT person.authority, person.local_id AS child, told.code
FROM people_disability told JOIN people_person person ON person.id = told.person_id
WHERE person.is_child AND (%(children)s::uuid[] IS NULL OR told.person_id = ANY (%(children)s::uuid[]))
"""

NUMBERS = """
SELECT authority, local_id AS child, id FROM people_person
WHERE is_child AND (%(children)s::uuid[] IS NULL OR id = ANY (%(children)s::uuid[]))
"""


def register() -> None:
    """Tell the wall how; called once, when the app is ready."""
    providers.register("child", sql=CHILD)
    providers.register("identifier", sql=IDENTIFIER)
    providers.register("disability", sql=DISABILITY)
    providers.register_numbers(sql=NUMBERS)
