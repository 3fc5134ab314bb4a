"""The web application for servers that speak ASGI."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from holdfast.wall.postgres.roles import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")

refuse_unfit(settings.HOLDFAST.app)
application = get_asgi_application()
