"""Why a reader's act is refused, in a sentence for its author."""


class PostingRefused(Exception):
    """Why something cannot be posted, in a sentence for its author.

    A page may lead on: to the sign-in, or to a warning that waits to be read.
    """

    def __init__(
        self, sentence: str, *, may_sign_in: bool = False, has_warning: bool = False
    ) -> None:
        super().__init__(sentence)
        self.may_sign_in = may_sign_in
        self.has_warning = has_warning
