"""Kinds of agency."""

from django.db.models import TextChoices


class AgencyKind(TextChoices):
    """What an agency is for; the partnership's own words."""

    children_services = "children_services", "Council children's services"
    police = "police", "Police"
    health = "health", "Health"
    school = "school", "School or college"
    gp_practice = "gp_practice", "GP practice"
    mental_health = "mental_health", "Mental health services"
    housing = "housing", "Housing"
    partnership = "partnership", "Safeguarding partnership"
    charity = "charity", "Charity or community group"
    council_other = "council_other", "Another council service"
