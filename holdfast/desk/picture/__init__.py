"""Everything we know about a child on one page: what every agency told, saw and did, put together and never retyped."""

from holdfast.desk.picture.views import picture, picture_read

__all__ = ["picture", "picture_read"]
