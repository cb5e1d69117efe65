from articles.admin import article, library, people, taxonomy, update

__all__ = ["article", "library", "people", "taxonomy", "update"]
