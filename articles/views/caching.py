"""How public pages may be kept: briefly, by anybody, and shown while renewed."""

from django.views.decorators.cache import cache_control

shared = cache_control(public=True, max_age=2, stale_while_revalidate=30)
