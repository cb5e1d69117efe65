"""Printing a text: its figures and lonely links as readers get them."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from articles.embeds.facades import LONELY_LINK, facade
from articles.embeds.providers import Embed, read_embed, why_refused
from articles.figures import FIGURE, Figure, find_figures, read
from articles.models.image import Image
from articles.models.recording import Recording

_PIECE = re.compile(f"(?P<figure>{FIGURE.pattern})|{LONELY_LINK.pattern}", re.S)
_TYPED_ADDRESS = re.compile(r'data-embed="([^"]*)"')


def bake(html: str) -> str:
    """Return sanitised `html` as the page prints it. Two queries, where it has figures.

    A picture or a recording the library does not have leaves nothing.
    """
    library = _Library(find_figures(html))

    def put(match: re.Match[str]) -> str:
        if match["figure"]:
            figure = read(match["figure"])
            return library.printed(figure) if figure else ""
        embed = read_embed(unescape(match["href"] or match["text"]))
        return facade(embed) if embed else match[0]

    return _PIECE.sub(put, html)


def find_embeds(html: str) -> Iterator[Embed]:
    """Yield what a stored text embeds, by figure or by a link alone on its line."""
    for match in _PIECE.finditer(html):
        figure = read(match["figure"]) if match["figure"] else None
        url = figure.url if figure else unescape(match["href"] or match["text"] or "")
        if embed := read_embed(url):
            yield embed


def check_typed(html: str) -> None:
    """Refuse, with the reason, addresses that cannot be embedded. `html` as it came."""
    for typed in _TYPED_ADDRESS.findall(html):
        url = unescape(typed)
        if reason := why_refused(url):
            raise ValidationError(
                f"“{url[:100]}” cannot be embedded: {reason}.", code="refused_address"
            )


def check_figures(html: str) -> None:
    """Refuse figures of what the library does not have, or nobody has described."""
    library = _Library(find_figures(html))
    problems = [
        f"Picture {pk} is not in the library."
        for pk in sorted(library.image_ids - library.images.keys())
    ]
    problems += [
        f"Picture {pk} has no alt text: describe it in the library, or mark it"
        " decorative."
        for pk, image in sorted(library.images.items())
        if not image.is_described
    ]
    problems += [
        f"Recording {pk} is not in the library."
        for pk in sorted(library.recording_ids - library.recordings.keys())
    ]
    if problems:
        raise ValidationError(problems, code="unfit_figure")


class _Library:
    """The pictures and recordings some figures name."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        found = list(figures)
        self.image_ids = {pk for figure in found for pk in figure.images}
        self.recording_ids = {figure.recording for figure in found} - {0}
        self.images = Image.objects.in_bulk(self.image_ids)
        self.recordings = Recording.objects.select_related("poster").in_bulk(
            self.recording_ids
        )

    def printed(self, figure: Figure) -> str:
        images = [self.images[pk] for pk in figure.images if pk in self.images]
        fit = [image for image in images if image.is_described]
        if figure.kind == "embed":
            return self._embed(figure, fit)
        recording = self.recordings.get(figure.recording)
        if not fit and recording is None:
            return ""
        context = {
            "caption": figure.caption,
            "image": fit[0] if fit else None,
            "images": fit,
            "recording": recording,
        }
        return render_to_string(f"articles/_{figure.kind}.html", context).strip()

    def _embed(self, figure: Figure, images: list[Image]) -> str:
        embed = read_embed(figure.url)
        if embed is None:
            return ""
        return facade(
            embed,
            title=figure.title,
            quote=figure.quote.splitlines(),
            author=figure.author,
            date=_moment(figure.date),
            image=images[0] if images else None,
        )


def _moment(date: str) -> datetime | None:
    try:
        return datetime.fromisoformat(date)
    except ValueError:
        return None
