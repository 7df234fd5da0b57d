"""Every error that a user can cause: what kind it is, what it is about, and one clear sentence with the remedy.

Raised where the fault is found, and worded for its reader in `ui/`, which knows the language and the commands that
mend it; nowhere in between.
"""


class OnRecordError(Exception):
    """A fault that its user can mend.

    `kind` names the fault ("document.empty"), and is "" for one that has no wording but its own; `values` are what the
    sentence is about. `str()` is the sentence in English, for programs that use the packages without `ui`.
    """

    def __init__(self, sentence: str, kind: str = "", /, **values: object) -> None:
        """`sentence` has a `{name}` for each of the values."""
        super().__init__(sentence.format(**values) if values else sentence)
        self.kind = kind
        self.values = values


class InputError(OnRecordError):
    """A document or an argument that cannot be used as given."""


class CorpusError(OnRecordError):
    """An index folder that cannot be opened as it is."""
