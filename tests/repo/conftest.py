"""The promises over all pages are kept for the whole cast."""

from tests.integration.conftest import cast

__all__ = ["cast"]
