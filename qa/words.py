"""The tables of English words, which `index.text.words` reads."""

from index.text.words import WordTable, load_words

__all__ = ["WordTable", "load_words"]
