"""Who speaks for a body or is one of a group: the leader of "the union", everybody who is introduced as a nurse.

As with introductions, only the words beside a name count: "NAME, the president of BODY", "BODY leader NAME", "NAME, who
chairs BODY", "NAME of BODY".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from index.attribution.languages.language import load_language
from index.people.names import fold
from index.people.people import People, Person
from index.records import Query
from index.search.introductions import people_in, people_introduced_as, sentences_with
from index.storage.corpus import Corpus
from index.text.keywords import query_terms, stem

_MAX_WORDS = 4
_REACH = 14
"""Words that may stand between a name and the body."""
_OF_REACH = 5
"""The same without a comma: "NAME of the Centre List"."""
_ITS = re.compile(r"^(?:Its|Their)\b")
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[,.;:!?()“”\"–—]")


def people_called(corpus: Corpus, description: str, articles: tuple[str, ...] = ()) -> tuple[Person, ...]:
    """Return whom a description means by how articles introduce people: one of that role, or a body’s representatives.

    Of `articles`, by their ids, nothing means all.
    """
    return people_introduced_as(corpus, description, articles) or representatives_of(corpus, description, articles)


def representatives_of(corpus: Corpus, body: str, articles: tuple[str, ...] = ()) -> tuple[Person, ...]:
    """Return the people who speak for a body or are of a group, those introduced so most often first.

    Of `articles`, by their ids, nothing means all.
    """
    terms = query_terms(body)
    return corpus.derived(_representatives, tuple(terms), articles) if 0 < len(terms) <= _MAX_WORDS else ()


def _representatives(corpus: Corpus, terms: tuple[str, ...], articles: tuple[str, ...]) -> tuple[Person, ...]:
    *owner, noun = terms
    alike = (noun, *load_language("english").bodies_alike.get(noun.lower(), ()))
    found = (_counted(corpus, [*owner, head], articles) for head in alike)
    counts = next(filter(None, found), Counter[Person]()) if owner else sum(found, Counter[Person]())
    return tuple(sorted(counts, key=lambda person: (-counts[person], person.name)))


def _counted(corpus: Corpus, terms: Sequence[str], articles: tuple[str, ...]) -> Counter[Person]:
    """Return who is introduced as of the body, and in how many sentences."""
    words = [stem(_singular(fold(term))) for term in terms]
    found: Counter[Person] = Counter()
    query = Query(" ".join(map(_singular, terms)), articles=articles)
    before = ""
    for text in sentences_with(corpus, query, set(words)):
        is_its = bool(_ITS.match(text)) and set(words) <= _stems(before)
        told = _ITS.sub(f"{terms[-1]}’s", text) if is_its else text
        found.update(
            set(
                _representing(
                    told, words[-1:] if told != text else words, corpus.people(), is_group=is_group(terms[-1])
                )
            )
        )
        before = text
    return found


def is_of_several(name: str) -> bool:
    """Return whether words are for a body or a group: "the union", "Civic Alliance", "nurses"."""
    words = [_POSSESSIVE.sub("", word).lower() for word in name.split()]
    bodies = _listed("organisation_nouns") | _listed("body_words")
    return bool(words) and (is_group(words[-1]) or not bodies.isdisjoint(words))


def _stems(text: str) -> set[str]:
    return {stem(_singular(fold(word))) for word in _TOKEN.findall(text)}


def is_body(name: str) -> bool:
    """Return whether words end with a noun for a body: "the company"."""
    return bool(name) and name.rsplit(maxsplit=1)[-1].lower() in _listed("organisation_nouns")


def body_speaking_in(corpus: Corpus, articles: tuple[str, ...]) -> str | None:
    """Return the one body with a name that is quoted in articles, for which "the company" may stand there."""
    statements = (s for article in articles for s in corpus.store.statements.of_article(article))
    bodies = set(filter(_is_named_body, (statement.speaker for statement in statements)))
    return bodies.pop() if len(bodies) == 1 else None


def _is_named_body(name: str) -> bool:
    return name[:1].isupper() and (is_of_several(name) or name.rsplit(maxsplit=1)[-1] in _listed("company_endings"))


def is_group(noun: str) -> bool:
    """Return whether a word is a noun for several people: "nurses", "fishermen"."""
    language, one = load_language("english"), _singular(noun.lower())
    is_person = one in language["role_nouns"] or one.endswith(language.person_endings)
    is_crowd = noun.lower() in language["plural_sources"] | language["crowds"]
    return is_crowd or (one != noun.lower() and is_person and one not in language["things"])


def _singular(word: str) -> str:
    bare = _POSSESSIVE.sub("", word)
    return f"{bare[:-3]}man" if bare.endswith("men") else bare.removesuffix("s")


def _representing(text: str, words: Sequence[str], people: People, *, is_group: bool) -> Iterator[Person]:
    """Yield whom a sentence introduces as of the body with all these words, the last of them its noun."""
    tokens = list(_TOKEN.finditer(text))
    lower = [token.group().lower() for token in tokens]
    stems = [stem(_singular(fold(word))) for word in lower]
    places = [at for at, word in enumerate(stems) if word == words[-1] and _is_whole(stems, at, words)]
    named = list(people_in(text, [token.span() for token in tokens], people)) if places else []
    for (first, last, person), at in product(named, places):
        if at >= last:
            is_of = _follows(lower[last:at], is_group=is_group)
        else:
            is_of = _precedes(_clause(lower[:at]), lower[at + 1 : first], is_group=is_group)
        if is_of:
            yield person


def _is_whole(stems: Sequence[str], at: int, words: Sequence[str]) -> bool:
    """Whether the other words of the body stand right before its noun."""
    return set(words) <= set(stems[max(0, at - _MAX_WORDS) : at + 1])


def _precedes(before: Sequence[str], between: Sequence[str], *, is_group: bool) -> bool:
    """Whether the words before a body, and those up to a name after it, link them: "the union’s leader, NAME"."""
    title = [word for word in between if word != ","]
    if between == [","] and before[-1:] and not is_group:
        return _speaks(before) and not _is_outside(before)  # "the head of the commission, NAME"
    if is_group:
        return not title  # "two nurses, NAME and NAME"
    return between.count(",") <= 1 and 0 < len(title) <= _OF_REACH and _speaks(title) and not _is_outside(title)


def _clause(words: Sequence[str]) -> Sequence[str]:
    """Return the words after the last mark, no more than an introduction has."""
    marks = [at for at, word in enumerate(words) if not word[0].isalnum()]
    return words[marks[-1] + 1 if marks else 0 :][-_OF_REACH:]


def _follows(between: Sequence[str], *, is_group: bool) -> bool:
    """Whether what stands between a name and a body after it links them: ", the leader of the", ", who chairs"."""
    if not between or len(between) > _REACH or _is_outside(between):
        return False
    if between[0] in _listed("of"):
        return len(between) <= _OF_REACH and "," not in between and not is_group
    if any(not mark[0].isalnum() for mark in between[1:]):
        return False
    if between[0] != ",":
        return _becomes(between) and not is_group
    if between[1:2] == ["who"] and not _listed("leading").isdisjoint(between):
        return True
    return _is_described(between[1:]) if is_group else _speaks(between)


def _becomes(between: Sequence[str]) -> bool:
    """Whether a verb after a name makes its bearer the voice of a body: "resigned as chief executive of"."""
    heads = [at for at, word in enumerate(between) if word in _listed("heads")]
    is_of = bool(heads) and between[heads[-1] + 1 : heads[-1] + 2] in (["of"], ["at"], ["for"])
    return is_of and not _listed("as").union(_listed("becoming"), _listed("auxiliaries")).isdisjoint(
        between[: heads[-1]]
    )


def _is_described(between: Sequence[str]) -> bool:
    """Whether the words before a noun for somebody describe one: "a", "34, a", "the oldest of the"."""
    return bool(between) and between[0] in _listed("determiners")


def _speaks(words: Sequence[str]) -> bool:
    return not _listed("heads").isdisjoint(words)


def _is_outside(words: Sequence[str]) -> bool:
    return not _listed("outsiders").isdisjoint(words)


def _listed(name: str) -> frozenset[str]:
    return load_language("english")[name]
