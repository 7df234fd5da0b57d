"""What an answer tells its reader, in English."""

from qa.answer import Answer
from ui.render.wording import ENGLISH


def reason(answer: Answer) -> str:
    """Return why an answer is refused; nothing when it is not."""
    return ENGLISH.refusal(answer.refusal)


def note(answer: Answer) -> str:
    """Return the notes of an answer, one after the other."""
    return ENGLISH.notes(answer.notes)


def headings(answer: Answer) -> list[str]:
    """Return the heading of each sentence's section."""
    return [ENGLISH.section(sentence.section) for sentence in answer.sentences]
