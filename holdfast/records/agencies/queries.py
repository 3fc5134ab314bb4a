"""Who is in post."""

from datetime import date
from uuid import UUID

from holdfast.records.agencies.models import Post


def has_left(holder_id: UUID, *, as_of: date) -> bool:
    """Whether somebody held a post, and holds none on the day."""
    posts = list(Post.objects.filter(holder_id=holder_id))
    return bool(posts) and not any(post.held_on(as_of) for post in posts)
