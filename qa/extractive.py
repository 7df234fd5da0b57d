"""A question answered in the articles' own words: parsed, looked up by its intent, checked and cached."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from index.records import EVERYTHING, Query, Scope, Span
from index.search.representatives import is_of_several, people_called
from index.search.search import search
from index.search.spelling import Spelling
from index.search.statements import resolve_people
from index.storage.articles import list_publishers
from index.storage.cached import cached_by_generation
from index.storage.corpus import Corpus
from index.storage.statements import annotate_speakers
from qa.answer import Answer, Note, Refusal, Turn
from qa.extraction.answerability import ANSWERS, MAY_ANSWER, NEAR_ANSWERS, SURE
from qa.extraction.compose import refuse
from qa.extraction.facts import extract
from qa.extraction.figures import figures
from qa.extraction.follow_up import answer_sources
from qa.extraction.merge import merge_answers
from qa.extraction.overview import articles_on, person_overview, subject_overview
from qa.extraction.perspectives import compare, opposing_statements, perspectives
from qa.extraction.quotes import quote
from qa.extraction.silence import silence
from qa.understanding.decompose import decompose
from qa.understanding.entities import QUESTION_WORDS, TYPED_WORDS, KnownEntities
from qa.understanding.parse import parse_question
from qa.understanding.scope import apply_scope, out_of_scope
from qa.understanding.standalone import is_pronoun
from qa.verification.verify import drop_invalid_citations

PASSAGES_READ = 20
_OLDEST = re.compile(r"\b(?:oldest|first|earliest)\b", re.IGNORECASE)
_ASKS_FACT = re.compile(
    r"(?:and\s+|so\s+)?(?:how (?:many|much|long|often|far|old|big|high)|when|which)\b", re.IGNORECASE
)
_MAX_DESCRIPTIONS = 500
_MAX_ANSWERS = 200
"""The same question over the same index has the same answer."""

Found = tuple[Query, Answer]
"""A question as it was understood, and its answer."""


class ExtractiveAnswers:
    """Answers made of the articles' own sentences; safe to share between threads."""

    def __init__(self, corpus: Corpus) -> None:
        """Answer from this corpus."""
        self._corpus = corpus
        self._known = cached_by_generation(lambda: known_entities(corpus), corpus.store.generation)
        self._part = cached_by_generation(self._find, corpus.store.generation, _MAX_ANSWERS)

    def ask(self, question: str, history: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """Return the answer to a question after the turns of `history`, one or several in it."""
        return self.merge(question, self.parts(question, history, None, scope))

    def parts(self, question: str, history: Sequence[Turn], asked: date | None, scope: Scope) -> list[Found]:
        """Return each of the questions in one, as it is understood after those before it, with its answer."""
        found: list[Found] = []
        for part in decompose(question):
            earlier = (*history, *(Turn(answer.question, answer) for _, answer in found))
            found.append(self._part(part, earlier, asked, scope, date.today()))
        return found

    def merge(self, question: str, found: Sequence[Found]) -> Answer:
        """Return the answers to the parts of a question as one."""
        answer = merge_answers([answer for _, answer in found])
        return replace(answer, question=question, nearest=annotate_speakers(self._corpus.store, answer.nearest))

    def understand(self, question: str, history: Sequence[Turn], asked: date | None, scope: Scope) -> Query:
        """Return the query that a question is after the turns of `history`, asked on a day, within a scope."""
        return apply_scope(parse_question(question, history, asked, self._known()), scope)

    def _find(self, question: str, earlier: Sequence[Turn], asked: date | None, scope: Scope, today: date) -> Found:
        del today  # tells the cache that "this week" is another one
        query = self.understand(question, earlier, asked, scope)
        refusal = out_of_scope(self._corpus, query)
        answer = refuse(query, (), refusal) if refusal else self._answer(query, earlier)
        notes = (*_respelt(question, self._known().spelt(" ".join(question.split()))), *answer.notes)
        return query, replace(
            drop_invalid_citations(answer, self._corpus.store.article), question=question, notes=notes
        )

    def _answer(self, query: Query, history: Sequence[Turn]) -> Answer:
        match query.intent:
            case "source":
                return answer_sources(query, self._last(history, query.scope))
            case "greeting":
                return refuse(query, (), Refusal("how_to_ask"))
            case "voices":
                return self._voices(query, self._shown(query, history))
            case "said" | "mentioned" | "changed":
                return self._words(query, self._shown(query, history))
            case _:
                return self._found(query)

    def _found(self, query: Query) -> Answer:
        """Return the answer to a question that asks for nobody's words, or for those of two people."""
        match query.intent:
            case "disagreed":
                return compare(self._corpus, query) if query.compare_with else opposing_statements(self._corpus, query)
            case "overview":
                return self._overview(query)
            case "silence":
                return silence(self._corpus, query) or self._fact(query)
            case "figures":
                return self._figures(query)
            case "articles":
                return articles_on(self._corpus, query, oldest=bool(_OLDEST.search(query.text)))
            case _:
                return self._fact(query)

    def _figures(self, query: Query) -> Answer:
        return figures(self._corpus, query) or self._fact(replace(query, intent="fact"))

    def _voices(self, query: Query, shown: Sequence[Span]) -> Answer:
        """Return what several people say, or the sentences that answer when nobody is known to speak on the topic."""
        answer = perspectives(self._corpus, query, shown)
        return self._fact(query) if answer.refused and not query.exclude_speaker and not shown else answer

    def _overview(self, query: Query) -> Answer:
        """Return what there is on a person or a subject, or the sentences that answer when that is nothing."""
        known = person_overview(self._corpus, query) if query.speaker else None
        answer = known or subject_overview(
            self._corpus, replace(query, topic=query.topic or query.speaker or query.text)
        )
        return self._fact(query, answer) if answer.refused else answer

    def _words(self, query: Query, shown: Sequence[Span]) -> Answer:
        """Return what one person says, or the sentences that answer when the question only has that form."""
        answer = quote(self._corpus, query, shown)
        if answer.refused or (_is_described(query) and _is_of_several(answer)):
            others = (quote(self._corpus, narrowed, shown) for narrowed in self._narrowed(query))
            answer = next((other for other in others if not other.refused), answer)
        return self._without_words(query, answer) if answer.refused else answer

    def _without_words(self, query: Query, refused: Answer) -> Answer:
        """Return what there is instead of words on the topic: a fact, or that somebody is told not to have spoken."""
        speaker = query.speaker or ""
        if self._is_no_person(speaker) or is_of_several(speaker) or _ASKS_FACT.match(query.text):
            return self._fact(query, refused)
        told = None if query.exclude_shown or speaker.islower() else silence(self._corpus, query)
        return told or self._instead_of_words(query, refused)

    def _narrowed(self, query: Query) -> Iterator[Query]:
        """Yield how somebody's words are looked for in the articles talked of.

        They tell whom "the minister" means, and what is spoken of where no topic is named.
        """
        near = query.in_context
        if _is_described(query):
            called = people_called(self._corpus, query.speaker or "", query.context)
            near = replace(near, speaker=called[0].name) if len(called) == 1 else near
            yield near
        if query.context and query.is_elliptical:
            yield replace(near, topic="")

    def _instead_of_words(self, query: Query, refused: Answer) -> Answer:
        """Return what the articles say on the topic of a second question, where the person says nothing on it."""
        if not query.topic or query.is_elliptical or not query.context:
            return refused
        about = replace(query, text=f"{query.topic}?", intent="fact", speaker=None)
        found = self._extract(about, ANSWERS)
        return (
            refused
            if found.refused
            else replace(found, notes=(Note("not_quoted", person=query.speaker, topic=query.topic), *found.notes))
        )

    def _shown(self, query: Query, history: Sequence[Turn]) -> list[Span]:
        """Return the places that the answers before show, for a query that asks for others."""
        if not query.exclude_shown:
            return []
        shown = (self._last(history, query.scope), *(turn.answer for turn in history[:-1]))
        return [citation.span for answer in shown if answer for citation in answer.citations]

    def _is_no_person(self, speaker: str) -> bool:
        """Whether "What did the study find?" only has the form of a question after somebody's words."""
        return speaker == speaker.casefold() and not is_pronoun(speaker) and not resolve_people(self._corpus, speaker)

    def _fact(self, query: Query, instead: Answer | None = None) -> Answer:
        """Return the sentences that answer; when none within the dates does, those without, under a note."""
        answer = self._near(query, self._extract(query))
        return (self._at_other_times(query) or instead or answer) if answer.refused else answer

    def _near(self, query: Query, answer: Answer) -> Answer:
        """Return what the articles talked of say, where the answer from all of them is none or not sure."""
        if not query.context or _is_certain(answer):
            return answer
        near = self._extract(query.in_context, NEAR_ANSWERS)
        return answer if near.refused else near

    def _at_other_times(self, query: Query) -> Answer | None:
        if not (query.since or query.until):
            return None
        found = self._extract(query.without_dates, SURE)
        note = Note("other_times", since=query.since, until=query.until)
        return None if found.refused else replace(found, notes=(note,))

    def _extract(self, query: Query, at_least: float = MAY_ANSWER) -> Answer:
        return extract(self._corpus, query, search(self._corpus, query, PASSAGES_READ), at_least)

    def _last(self, history: Sequence[Turn], scope: Scope) -> Answer | None:
        """Return the answer before this question, asked again when the history holds only its question."""
        if not history:
            return None
        return history[-1].answer or self.ask(history[-1].question, history[:-1], scope=scope)


def _is_described(query: Query) -> bool:
    return bool(query.context) and query.speaker == (query.speaker or "").casefold()


def _is_of_several(answer: Answer) -> bool:
    """Whether the words of more than one person are shown, so that "the mayor" may be either."""
    return len({citation.speaker or citation.probable_speaker for citation in answer.citations}) > 1


def _is_certain(answer: Answer) -> bool:
    return not answer.refused and all(note.kind != "may_answer" for note in answer.notes)


def _respelt(question: str, spelt: str) -> tuple[Note, ...]:
    """Return a note when words of the question were taken for others."""
    asked = " ".join(question.split())
    return () if spelt == asked else (Note("respelt", question=spelt),)


def known_entities(corpus: Corpus) -> KnownEntities:
    """Return what the corpus holds that a question may refer to."""
    return KnownEntities(
        corpus.people(),
        corpus.store.latest_publication_date(),
        corpus.roles(),
        list_publishers(corpus.store),
        lambda word: bool(corpus.store.passages.document_frequencies(word)),
        lru_cache(_MAX_DESCRIPTIONS)(partial(people_called, corpus)),
        Spelling(corpus, QUESTION_WORDS, TYPED_WORDS).corrected,
    )
