"""Words in capitals: names among them ("MAYOR TORBEN HAUGE", "BO CARR:") are read as other names are."""

from collections.abc import Iterator, Sequence

from index.attribution.languages.language import Language
from index.attribution.tokens import Tokens

_MIN_CAPITALS = 2  # letters of a word in capitals that may be a name
_MAX_LABEL = 5  # words of a label in capitals


def without_capitals(words: Tokens, language: Language) -> list[str]:
    """Return the words, names in capitals ("MAYOR TORBEN HAUGE", "HALE:") written as other names are."""
    raw = list(words.raw)
    known = set(raw)
    labels = _capital_labels(raw)
    for at, word in enumerate(raw):
        if not word.isupper():
            continue
        titled = _titled(word)
        is_after = at > 0 and raw[at - 1] != words.raw[at - 1] and words.raw[at - 1].isupper()
        is_known = titled in known or titled in language.name_genders or titled in language["titles"]
        is_name = is_after or (is_known and titled not in language["organisation_words"])
        is_word = len(word) > _MIN_CAPITALS and word[-1] != "."
        if at in labels or (is_word and is_name) or (word[-1] == "." and titled in language["titles"]):
            raw[at] = titled
    return raw


def _capital_labels(raw: Sequence[str]) -> set[int]:
    """Return the words of labels in capitals, "BO CARR:", of a text that has several of them."""
    labels = {tuple(raw[run.start : run.stop]): run for run in _capital_runs(raw)}
    return {at for run in _capital_runs(raw) for at in run} if len(labels) > 1 else set()


def _capital_runs(raw: Sequence[str]) -> Iterator[range]:
    """Yield the two or more words in capitals before each colon, where a sentence begins with them."""
    for colon in (at for at, word in enumerate(raw) if word == ":"):
        first = next((at for at in range(colon - 1, -1, -1) if not raw[at].isupper()), -1) + 1
        if 1 < colon - first <= _MAX_LABEL and not raw[first - 1][-1].isalnum():
            yield range(first, colon)


def _titled(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))
