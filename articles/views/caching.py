"""How public pages may be kept: by anybody, and shown while renewed.

The two times together bound how long a taken-down text can still be seen: 5 seconds.
"""

from django.views.decorators.cache import cache_control

shared = cache_control(public=True, max_age=2, stale_while_revalidate=3)
