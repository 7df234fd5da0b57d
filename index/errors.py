"""Every error that a user can cause; one clear sentence each, with the remedy in it.

Raised where the fault is found, turned into an exit code or an HTTP status at the rim (`ui/`), and nowhere in between.
"""


class OnRecordError(Exception):
    """A fault the user can mend; its message is the whole sentence they are shown."""


class InputError(OnRecordError):
    """A document or an argument that cannot be used as given."""


class CorpusError(OnRecordError):
    """An index folder that cannot be opened as it is."""
