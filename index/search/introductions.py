"""People by how an article introduces them: "Team captain NAME", "NAME, a spokeswoman for the port, …".

Only the words beside a name count. They are looked up when somebody asks for "the port's spokeswoman", as what an
article calls people in passing is not stored with their statements.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from index.attribution.languages.language import load_language
from index.people.names import fold, name_tokens
from index.people.people import People, Person
from index.records import Query
from index.storage.corpus import Corpus
from index.text.keywords import query_terms, stem

_PASSAGES_READ = 30
_MAX_WORDS = 5
_REACH = 9
"""Words of an apposition that may stand between a name and the noun for what somebody is."""
_BEFORE, _AFTER, _MAX_NAME_WORDS = 3, 4, 4
_IN_SENTENCE, _IN_PASSAGE = 1.0, 0.4
_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|,")
_NAME = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*(?:\s+[^\W\d_]+(?:[.'’-][^\W\d_]+)*)*")


def people_introduced_as(corpus: Corpus, description: str) -> tuple[Person, ...]:
    """Return the people introduced by all words of a description with a noun for people in it, likeliest first."""
    words = [stem(fold(word)) for word in query_terms(description)]
    nouns = [stem(fold(word)) for word in query_terms(description) if is_role_noun(word)]
    if not nouns or len(words) > _MAX_WORDS:
        return ()
    found: defaultdict[Person, float] = defaultdict(float)
    for text, passage in _sentences(corpus, description):
        inside, around = (set(map(stem, map(fold, query_terms(held)))) for held in (text, passage))
        if nouns[-1] in inside and set(words) <= around:
            weight = sum(_IN_SENTENCE if word in inside else _IN_PASSAGE for word in words)
            for person, beside in _introduced(text, nouns[-1], corpus.people()):
                found[person] += weight + sum(word in beside for word in words)
    best = max(found.values(), default=0)
    return tuple(person for person, weight in found.items() if weight == best)


def _sentences(corpus: Corpus, description: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of the passages that share words with a description, each with its passage's text."""
    store = corpus.store
    passages = store.passages.by_id([i for i, _ in store.passages.keyword_search(Query(description), _PASSAGES_READ)])
    for passage, _ in passages.values():
        if article := store.article(passage.article_id):
            around = f"{article.title} {passage.text_in(article)}"
            held = filter(passage.contains, store.sentences(article.id))
            yield from ((sentence.text_in(article), around) for sentence in held)


def is_role_noun(word: str) -> bool:
    """Return whether a word is a noun for what somebody is: "captain", "spokeswoman", "hydrologist"."""
    language, noun = load_language("english"), word.lower()
    return noun in language["role_nouns"] or (noun.endswith(language.person_endings) and noun not in language["things"])


def _introduced(text: str, noun: str, people: People) -> Iterator[tuple[Person, list[str]]]:
    """Yield whom a sentence calls by the noun, before the name or in the apposition, with the words around both."""
    tokens = list(_TOKEN.finditer(text))
    words = [stem(fold(token.group())) for token in tokens]
    places = [at for at, word in enumerate(words) if word == noun]
    for first, last, person in _named(text, [token.span() for token in tokens], people):
        for at in places:
            if _is_beside(words, first, last, at):
                yield person, words[max(0, min(first, at) - _BEFORE) : max(last, at + _AFTER)]


def _is_beside(words: list[str], first: int, last: int, noun: int) -> bool:
    """Whether the noun is said of the name: "captain NAME", "the captain of the team, NAME", "NAME, its captain"."""
    if noun < first:
        between = words[noun + 1 : first]
        return not between or ("," in between[-2:] and between.count(",") == 1 and len(between) <= _REACH)
    between = words[last:noun]
    return between[:1] == [","] and "," not in between[1:] and len(between) <= _REACH


def _named(text: str, tokens: list[tuple[int, int]], people: People) -> Iterator[tuple[int, int, Person]]:
    """Yield the people named in a sentence, with the first token of the name and the one after it."""
    at = 0
    while at < len(tokens):
        for last in range(min(at + _MAX_NAME_WORDS, len(tokens)), at, -1):
            words = text[tokens[at][0] : tokens[last - 1][1]]
            if words[:1].isupper() and _NAME.fullmatch(words) and len(found := people.named(name_tokens(words))) == 1:
                yield at, last, found[0]
                at = last
                break
        else:
            at += 1
