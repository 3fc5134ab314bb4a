"""Write `tests/access_matrix.csv` anew: `python -m tests.repo.write_access_matrix`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
django.setup()

from tests.repo.test_access_matrix import MATRIX, matrix  # noqa: E402 - needs Django ready

MATRIX.write_text(matrix())
