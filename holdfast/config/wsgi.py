"""The web application, one for each worker process."""

import os
import threading
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from holdfast.wall.postgres.roles import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")


def leave_with_parent() -> None:
    """End this worker when `holdfast serve` is gone, however it went: a killed parent must not leave a taken port."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="leave with parent").start()


refuse_unfit(settings.HOLDFAST.app)
leave_with_parent()
application = get_wsgi_application()
