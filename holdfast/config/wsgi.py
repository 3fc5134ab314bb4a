"""The web application, one for each worker process."""

import multiprocessing
import os
import threading
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from holdfast.wall.postgres.address import Unavailable
from holdfast.wall.postgres.roles import refuse_unfit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")


def follow_parent() -> None:
    """End this worker when and only when `holdfast serve` says so, or is gone, however it went.

    Ctrl-C goes to a whole process group: from a group of its own, the worker hears it once, from its parent,
    and finishes its answers; hearing it twice it hangs. And a killed parent must not leave a taken port.
    """
    parent = os.getppid()
    os.setpgid(0, 0)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="follow parent").start()


def wait_for_the_database() -> None:
    """Give a database that is just being started again a minute: dying of it and starting anew takes longer."""
    limit = time.monotonic() + 60
    while True:
        try:
            settings.HOLDFAST.app.connect().close()
            return
        except Unavailable:
            if time.monotonic() > limit:
                raise
            time.sleep(0.5)


def watch_where_nobody_does() -> None:
    """Go round from here too, once a minute, where the worker does not: what waits is passed up though it is dead."""
    from holdfast.wall.waiting.keeping import keep_watch

    choices = {"now": timezone.now, "stopped": threading.Event(), "every": 60.0, "only_where_nobody_does": True}
    threading.Thread(target=keep_watch, kwargs=choices, daemon=True, name="watch").start()


if multiprocessing.parent_process():
    follow_parent()
wait_for_the_database()
refuse_unfit(settings.HOLDFAST.app)
application = get_wsgi_application()
watch_where_nobody_does()
