from comments.admin import comment, report

__all__ = ["comment", "report"]
