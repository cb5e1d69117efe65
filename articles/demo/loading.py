"""Put the demo newsroom into the database; what is there already stays as it is."""

import io
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.demo import pictures
from articles.models import (
    Article,
    Author,
    Byline,
    Correction,
    Image,
    Section,
    Series,
    Tag,
    Update,
)

HERE = Path(__file__).parent
Say = Callable[[str], None]


def load_newsroom(say: Say) -> None:
    """Make sections, series, authors, pictures and stories; `say` hears of each.

    Stories stand on the last day whose evening has come, so that a live one is
    neither old nor ahead of its time. Twice is the same as once.
    """
    newsroom = tomllib.loads((HERE / "newsroom.toml").read_text())
    for position, row in enumerate(newsroom["sections"]):
        Section.objects.get_or_create(
            slug=row["slug"], defaults={"name": row["name"], "position": position}
        )
    for row in newsroom["series"]:
        Series.objects.get_or_create(slug=row["slug"], defaults=row)
    for row in newsroom["authors"]:
        Author.objects.get_or_create(slug=row["slug"], defaults=row)
    images = {row["key"]: _image(row, say) for row in newsroom["pictures"]}
    stories = list(read_stories())
    day = demo_day(stories)
    for story in stories:
        if not Article.objects.filter(slug=story["slug"]).exists():
            _load_story(story, day=day, images=images)
            say(f"story    {story['headline']}")
    _link_stories(stories)


def is_another_newsroom() -> bool:
    """Tell whether there are stories, and none is the demo's."""
    slugs = [story["slug"] for story in read_stories()]
    has_demo = Article.objects.filter(slug__in=slugs).exists()
    return Article.objects.exists() and not has_demo


def read_stories() -> Iterator[dict[str, Any]]:
    """Yield the stories as their files hold them."""
    for path in sorted((HERE / "stories").glob("*.toml")):
        yield tomllib.loads(path.read_text())


def demo_day(stories: list[dict[str, Any]]) -> date:
    """Return the day of the newest story: today, once its last stamp has passed."""
    last = max(
        update["time"]
        for story in stories
        if not story["days_ago"]
        for update in story.get("updates", [{"time": story["time"]}])
    )
    today = timezone.localdate()
    return today if _moment(today, last) <= timezone.now() else today - timedelta(1)


def _moment(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _image(row: dict[str, Any], say: Say) -> Image:
    """Draw a picture and keep it; its alt text is how a second run knows it."""
    known = Image.objects.filter(alt_text=row["alt_text"]).first()
    if known:
        return known
    drawn = io.BytesIO()
    getattr(pictures, row["draw"])().save(
        drawn, "JPEG", quality=82, optimize=True, progressive=True
    )
    texts = {name: row[name] for name in ("alt_text", "caption", "credit")}
    file = ContentFile(drawn.getvalue(), name=f"{row['key']}.jpg")
    image = Image.objects.create(file=file, **texts)
    say(f"picture  {row['caption']}")
    return image


@transaction.atomic
def _load_story(
    story: dict[str, Any], *, day: date, images: dict[str, Image]
) -> Article:
    day -= timedelta(days=story["days_ago"])
    published_at = _moment(day, story["time"])
    rows = story.get("updates", [])
    article = Article.objects.create(
        **{
            name: story[name]
            for name in ("slug", "kicker", "headline", "standfirst", "coverage")
        },
        body=_with_numbers(story["body"], images),
        section=Section.objects.get(slug=story["section"]),
        series=Series.objects.filter(slug=story["series"]).first(),
        series_number=story["series_number"] or None,
        lead_image=images.get(story["lead_image"]),
        comment_policy=story["comment_policy"],
        status=Article.Status.PUBLISHED,
        published_at=published_at,
        change=len(rows),
        changed_at=_moment(day, rows[-1]["time"]) if rows else published_at,
    )
    for position, name in enumerate(story["authors"]):
        author = Author.objects.get(name=name)
        Byline.objects.create(article=article, author=author, position=position)
    for name in story["tags"]:
        tag, _ = Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})
        article.tags.add(tag)
    for change, row in enumerate(rows, start=1):
        _load_update(article, row, day=day, change=change, images=images)
    return article


def _load_update(
    article: Article,
    row: dict[str, Any],
    *,
    day: date,
    change: int,
    images: dict[str, Image],
) -> None:
    stamped_at = _moment(day, row["time"])
    update = Update.objects.create(
        article=article,
        stamped_at=stamped_at,
        headline=row["headline"],
        body=_with_numbers(row["body"], images),
        is_key_event=row["key_event"],
        is_pinned=row["pinned"],
        image=images.get(row["image"]),
        author=Author.objects.filter(name=row["author"]).first(),
        status=Update.Status.PUBLISHED,
        change=change,
    )
    if row["correction"]:
        Correction.objects.create(
            article=article,
            update=update,
            reason=row["correction"],
            corrected_at=stamped_at + timedelta(minutes=50),
        )


def _with_numbers(body: str, images: dict[str, Image]) -> str:
    """Put the number of each picture where its figure has its key."""
    for key, image in images.items():
        body = body.replace(f"{{{key}}}", str(image.pk))
    return body


def _link_stories(stories: list[dict[str, Any]]) -> None:
    """Turn `/story/<slug>/` in the texts into addresses, and add the see-also lists."""
    articles = {article.slug: article for article in Article.objects.all()}
    for story in stories:
        article = articles[story["slug"]]
        article.see_also.add(*(articles[slug] for slug in story["see_also"]))
        rows: list[Article | Update] = [article, *article.updates.all()]
        for row in rows:
            body = row.body
            for slug, other in articles.items():
                body = body.replace(f"/story/{slug}/", other.get_absolute_url())
            if body != row.body:
                row.body = body
                row.save(update_fields=["body", "html"])
