from articles.forms.article import ArticleForm
from articles.forms.paste import PasteForm, PieceForm, PieceFormSet
from articles.forms.stamp import StampField
from articles.forms.update import ComposerForm, UpdateForm

__all__ = [
    "ArticleForm",
    "ComposerForm",
    "PasteForm",
    "PieceForm",
    "PieceFormSet",
    "StampField",
    "UpdateForm",
]
