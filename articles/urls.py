"""Readers' addresses. A story's is WordPress's dated form, so old links live on."""

from django.urls import path, register_converter

from articles.views import (
    articles,
    corrections,
    feeds,
    front,
    listings,
    live,
    previews,
    search,
    sitemaps,
)


class Digits:
    """A fixed number of digits, kept as text: `06` stays `06`."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FourDigits(Digits):
    regex = "[0-9]{4}"


class TwoDigits(Digits):
    regex = "[0-9]{2}"


register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "nn")

_STORY = "<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/"

urlpatterns = [
    path("", front.front, name="front"),
    path("feed/", feeds.site, name="feed"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.months, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("<yyyy:year>/<nn:month>/sitemap.xml", sitemaps.month, name="sitemap_month"),
    path("sections/<slug:slug>/", listings.section, name="section"),
    path("sections/<slug:slug>/feed/", feeds.section, name="section_feed"),
    path("series/<slug:slug>/", listings.series, name="series"),
    path("tags/<slug:slug>/", listings.tag, name="tag"),
    path("authors/<slug:slug>/", listings.author, name="author"),
    path("search/", search.found, name="search"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("<yyyy:year>/", listings.archive, name="archive_year"),
    path("<yyyy:year>/<nn:month>/", listings.archive, name="archive_month"),
    path("<yyyy:year>/<nn:month>/<nn:day>/", listings.archive, name="archive_day"),
    path(_STORY, articles.article, name="article"),
    path(f"{_STORY}feed/", feeds.story, name="story_feed"),
    path(f"{_STORY}updates/<int:update_id>/", articles.update, name="update"),
    path(f"{_STORY}live/<int:change>/", live.live, name="live"),
]
