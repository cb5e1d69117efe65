"""Looking for words in all that is public: stories and their updates, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from articles.diffs import text_of
from articles.excerpts import excerpt, marked
from articles.folding import read_asked
from articles.models import Article, Update

PAGE_SIZE = 20
MOST_PAGES = 10  # whoever has not found it by then gives one word more
_OF_A_STORY = ("headline", "slug", "standfirst", "body", "published_at", "created_at")
_OF_AN_UPDATE = (
    *("headline", "body", "stamped_at", "article__headline", "article__slug"),
    *("article__published_at", "article__created_at"),
)


@dataclass
class Hit:
    """A story or, with `update`, one of its updates; `wanted` is marked in it."""

    article: Article
    update: Update | None
    moment: datetime
    wanted: set[str]

    @property
    def url(self) -> str:
        return (self.update or self.article).get_absolute_url()

    @property
    def headline(self) -> SafeString:
        own = self.update.headline if self.update else ""
        return marked(own or self.article.headline, self.wanted)

    @property
    def excerpt(self) -> SafeString:
        text = text_of((self.update or self.article).body)
        if self.update is None:
            text = f"{self.article.standfirst} {text}".strip()
        return excerpt(text, self.wanted)


@dataclass
class Hits:
    """A page of them, and whether there is another."""

    page: list[Hit]
    has_more: bool


def search(asked: str, *, page: int = 1) -> Hits:
    """Return a page, from 1, of what has all the words; two queries."""
    wanted = {word for phrase in read_asked(asked) for word in phrase}
    end = page * PAGE_SIZE
    public = Article.objects.published()
    stories = public.filter(words__finds=asked).newest_first().only(*_OF_A_STORY)
    updates = Update.objects.published().filter(words__finds=asked, article__in=public)
    updates = updates.select_related("article").newest_first().only(*_OF_AN_UPDATE)
    found = [
        Hit(story, None, story.published_at, wanted)
        for story in stories[: end + 1]
        if story.published_at
    ]
    found += [
        Hit(update.article, update, update.stamped_at, wanted)
        for update in updates[: end + 1]
    ]
    found.sort(key=lambda hit: hit.moment, reverse=True)
    has_more = len(found) > end and page < MOST_PAGES
    return Hits(found[end - PAGE_SIZE : end], has_more)
