"""The door for WSGI servers: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from articles import renditions  # noqa: E402  (models need the application)

# Pictures that waited when the last process ended.
renditions.darkroom.wake()
