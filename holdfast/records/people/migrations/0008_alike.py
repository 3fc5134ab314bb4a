"""Who may be the person described: a look-up by index for the front door, as the owner, asking the wall itself.

Row-level security keeps an index of keys or of telephone digits from being used for the app's own queries, so this
function searches behind it. It answers keys alone, to nobody but the front door and the out-of-hours team, and leaves
out whoever is closed to them: the steps are the same whether or not such a record is there.
"""

from django.db import migrations

from holdfast.wall.policies import run

# The plan's cost is guessed from the size of arrays that it cannot see, so compiling it would take longer than it runs.
# Five ways to be found: a number; a name with a birth that fits; a home with a name or a birth; a telephone;
# a mother of that name. Whoever is found in more ways comes first; the weighing is done by whoever asked.
ALIKE = """
CREATE FUNCTION people_alike(
  wanted_child boolean, given_keys varchar[], family_keys varchar[], mother_given varchar[], mother_family varchar[],
  births date[], near_births date[], earliest date, latest date,
  at_postcodes varchar[], at_telephones text[], with_numbers varchar[], most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off SET jit = off AS
$$
DECLARE
  closed uuid[];
  dated boolean := cardinality(births) > 0 OR earliest IS NOT NULL;
BEGIN
  IF NOT (coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false) AND wall_sees_all(1) AND wall_names()) THEN
    RETURN;
  END IF;
  closed := ARRAY(SELECT wall_barred() EXCEPT SELECT wall_granted(1));
  RETURN QUERY
  WITH found(id, points) AS (
    SELECT i.person_id, 9 FROM people_identifier i WHERE i.value = ANY (with_numbers)
    UNION ALL
    SELECT p.id, 9 FROM people_person p WHERE upper(p.local_id) = ANY (with_numbers)
    UNION ALL
    SELECT p.id, CASE WHEN n.search_keys && given_keys AND n.search_keys && family_keys THEN 6 ELSE 3 END
    FROM people_person p JOIN people_personname n ON n.person_id = p.id
    WHERE p.birth_on = ANY (births) AND (n.search_keys && given_keys OR n.search_keys && family_keys)
    UNION ALL
    SELECT p.id, CASE WHEN p.birth_on = ANY (near_births) THEN 5 ELSE 4 END
    FROM people_personname n JOIN people_person p ON p.id = n.person_id
    WHERE n.search_keys && given_keys AND n.search_keys && family_keys
      AND (NOT dated OR p.birth_on IS NULL OR p.birth_on = ANY (near_births)
           OR p.birth_on BETWEEN earliest AND latest)
    UNION ALL
    SELECT p.id, CASE WHEN n.search_keys && given_keys AND n.search_keys && family_keys THEN 5 ELSE 3 END
    FROM people_address a JOIN people_person p ON p.id = a.person_id JOIN people_personname n ON n.person_id = p.id
    WHERE a.postcode = ANY (at_postcodes)
      AND (n.search_keys && given_keys OR n.search_keys && family_keys OR p.birth_on = ANY (births))
    UNION ALL
    SELECT a.person_id, 4 FROM people_address a
    WHERE right(regexp_replace(a.telephone, '[^0-9]', '', 'g'), 9) = ANY (at_telephones) AND a.telephone <> ''
    UNION ALL
    SELECT r.other_id, CASE WHEN n.search_keys && given_keys THEN 4 ELSE 2 END
    FROM people_personname m
    JOIN people_relationship r ON r.person_id = m.person_id AND r.kind IN ('child', 'step_child', 'cared_for')
    JOIN people_person p ON p.id = r.other_id
    LEFT JOIN people_personname n ON n.person_id = p.id
    WHERE m.search_keys && mother_given AND m.search_keys && mother_family
      AND (n.search_keys && given_keys OR p.birth_on = ANY (near_births) OR p.birth_on IS NULL)
  )
  SELECT f.id FROM found f JOIN people_person p ON p.id = f.id
  WHERE p.is_child = wanted_child AND f.id <> ALL (closed)
  GROUP BY f.id ORDER BY sum(f.points) DESC, f.id LIMIT most;
END $$
"""
SIGNATURE = (
    "people_alike(boolean, varchar[], varchar[], varchar[], varchar[], date[], date[], date, date, varchar[], text[],"
    " varchar[], int)"
)
INDEXES = [
    "CREATE INDEX people_by_telephone ON people_address (right(regexp_replace(telephone, '[^0-9]', '', 'g'), 9))"
    " WHERE telephone <> ''",
    "CREATE INDEX people_by_whole_number ON people_person (upper(local_id))",
    "CREATE INDEX people_relation_by_person ON people_relationship (person_id, kind)",
]
INDEXES_BACK = [
    "DROP INDEX people_relation_by_person",
    "DROP INDEX people_by_whole_number",
    "DROP INDEX people_by_telephone",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0007_moves")]

    operations = [run(INDEXES, INDEXES_BACK), run([ALIKE], [f"DROP FUNCTION {SIGNATURE}"])]
