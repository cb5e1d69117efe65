from articles.models.article import Article
from articles.models.author import Author, Byline
from articles.models.correction import Correction
from articles.models.image import Image
from articles.models.recording import Recording
from articles.models.taxonomy import Section, Series, Tag
from articles.models.update import Update
from articles.models.working_copy import WorkingCopy

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Correction",
    "Image",
    "Recording",
    "Section",
    "Series",
    "Tag",
    "Update",
    "WorkingCopy",
]
