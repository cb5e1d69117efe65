from articles.admin import article, library, taxonomy, update

__all__ = ["article", "library", "taxonomy", "update"]
