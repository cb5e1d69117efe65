"""What tells that an article's page is another, without making the page."""

import time

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from config.store.keys import FOR_STORE

# What none of the numbers below counts (a like, a reader's new name) is looked for as
# often as this. Takedowns are all counted, those of stories that are linked to as well.
LOOKED_FOR_SECONDS = 3

_QUERY = """
SELECT article.change, article.version,
  (SELECT SUM(published) FROM comments_commentcount
    WHERE article_id = article.id AND update_id IS NULL),
  (SELECT MAX(stamped_at) FROM articles_update
    WHERE article_id = article.id AND stamped_at <= %(now)s
      AND status IN ('published', 'scheduled')),
  (SELECT SUM(1 + other.version) FROM articles_article other
    JOIN articles_article_see_also listed ON listed.to_article_id = other.id
    WHERE listed.from_article_id = article.id AND other.published_at <= %(now)s
      AND other.status IN ('published', 'scheduled')),
  (SELECT SUM(1 + other.version) FROM articles_article other
    WHERE other.series_id = article.series_id AND other.published_at <= %(now)s
      AND other.status IN ('published', 'scheduled')),
  (SELECT MAX(id) FROM comments_moderationaction),
  (SELECT MAX(id) FROM comments_commentrevision)
FROM articles_article article
WHERE article.slug = %(slug)s
  AND article.status IN ('published', 'scheduled') AND article.published_at <= %(now)s
"""


def article_version(request: HttpRequest, *, slug: str, **date: str) -> str | None:
    """Return an ETag for the store, None for everybody else and what is not public.

    One query. Read before the page is made: a page may be newer than its ETag, never
    older. Everybody else gets an ETag of the finished bytes from the store.
    """
    if FOR_STORE not in request.META:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"slug": slug, "now": timezone.now()})
        numbers = cursor.fetchone()
    if numbers is None:
        return None
    turn = int(time.time() / LOOKED_FOR_SECONDS)
    return 'W/"{}"'.format("-".join(map(str, [*numbers, turn])))
