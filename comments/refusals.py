"""Why a reader's act is refused, in a sentence for its author."""


class PostingRefused(Exception):
    """Why something cannot be posted, in a sentence for its author.

    A page may lead on: to the sign-in, or to a warning that waits to be read. With
    `field` the form can be mended there.
    """

    def __init__(
        self,
        sentence: str,
        *,
        may_sign_in: bool = False,
        has_warning: bool = False,
        field: str = "",
    ) -> None:
        super().__init__(sentence)
        self.field = field
        self.may_sign_in = may_sign_in
        self.has_warning = has_warning
