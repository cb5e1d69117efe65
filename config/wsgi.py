"""The door for WSGI servers: `granian --interface wsgi config.wsgi:application`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from articles import renditions  # noqa: E402  (models need the application)
from config.store.door import in_front_of  # noqa: E402

# A page that is being made lets those from memory pass: by default each would wait for
# it 5 ms at a time.
sys.setswitchinterval(0.0005)
application = in_front_of(django_application)

# Pictures that waited when the last process ended.
renditions.darkroom.wake()
