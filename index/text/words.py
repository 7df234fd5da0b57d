"""English words as data: the table of a folder, `english.toml`, for rules that stay in code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of one folder, by section and name."""

    sections: Mapping[str, Mapping[str, Any]]

    def words(self, section: str, name: str) -> tuple[str, ...]:
        """Return a list of words in its order; one that is written as a string is parted at white space."""
        entry = self.sections[section][name]
        return tuple(entry.split() if isinstance(entry, str) else entry)

    def set(self, section: str, name: str) -> frozenset[str]:
        """Return a list of words as a set."""
        return frozenset(self.words(section, name))

    def either(self, section: str, name: str) -> str:
        """Return a list of words as the alternatives of a regular expression."""
        return "|".join(self.words(section, name))


@cache
def load_words(folder: Path) -> WordTable:
    """Return the words of a folder's `english.toml`."""
    return WordTable(tomllib.loads((folder / "english.toml").read_text(encoding="utf-8")))
