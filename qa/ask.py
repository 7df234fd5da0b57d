"""Answers over an opened corpus: in the articles' own words, or written by a chat model from what they cite."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice, zip_longest

from index.records import EVERYTHING, Hit, Query, Scope
from index.search.search import search
from index.storage.cached import cached_by_generation
from index.storage.corpus import Corpus
from index.storage.statements import annotate_speakers
from qa.answer import Answer, Note, Turn, new_answer_id
from qa.cancellation import Cancellation
from qa.explore.examples import example_questions
from qa.explore.suggestions import Suggestions, suggest
from qa.explore.topics import Topics
from qa.extractive import PASSAGES_READ, ExtractiveAnswers
from qa.generation.generate import generate, select_context
from qa.generation.models import ChatModel, ModelRouting
from qa.generation.streaming import ModelFault
from qa.verification.verify import drop_invalid_citations, warm

_NOT_WRITTEN = frozenset(("source", "disagreed"))
"""What no model writes: where the last answer stands, and what two people say, side by side."""
_SEARCHED = frozenset(("fact", "said", "mentioned"))
"""What more passages are given to a model for than the answer in the articles' own words cites."""
_MAX_EXAMPLES = 4


class CorpusAnswers:
    """The `Answers` of an opened corpus; safe to share between threads."""

    def __init__(self, corpus: Corpus, models: ModelRouting, topics: Topics) -> None:
        """Answer from this corpus; `models` write the answers from the collections that they may read."""
        self.models = models
        self._corpus, self._topics = corpus, topics
        self._extractive = ExtractiveAnswers(corpus)
        self._examples = cached_by_generation(self._find_examples, corpus.store.generation)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """Return the answer to a question after the turns of `history`, every sentence checked against the articles."""
        *_, answer = self.stream(question, history, asked=asked, scope=scope)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        asked: date | None = None,
        scope: Scope = EVERYTHING,
        cancel: Cancellation | None = None,
    ) -> Generator[Answer, None, None]:
        """Yield the answer as it grows, the complete one last; a model's sentences come one by one, each checked.

        Closing the iterator ends the model's request, and so does `cancel`, from any thread. When the model fails, the
        last is the answer in the articles' own words, under a note that says so.
        """
        parts = self._extractive.parts(question, history, asked, scope)
        verbatim = replace(self._extractive.merge(question, parts), id=new_answer_id())
        queries = [query for query, _ in parts]
        model = self._model(verbatim, queries)
        if model is None:
            yield verbatim
            return
        hits = [hit for hit in self._hits(queries) if self.models.of([hit.article.collection]) is model]
        try:
            premises = select_context(self._corpus, verbatim, hits)
            for answer in generate(model, verbatim, premises, cancel or Cancellation()):
                yield drop_invalid_citations(answer, self._corpus.store.article)
        except ModelFault as fault:
            yield replace(verbatim, notes=(*verbatim.notes, fault.note, Note("articles_own_words")))

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """Return the k passages that fit the question best, with who speaks in them."""
        query = self._extractive.understand(question, (), asked, scope)
        return annotate_speakers(self._corpus.store, search(self._corpus, query, k))

    def examples(self) -> tuple[str, ...]:
        """Return up to four questions about people who are quoted; each has been asked and is answered."""
        return self._examples()

    def _find_examples(self) -> tuple[str, ...]:
        questions = example_questions(self._corpus, self._topics)
        answered = (question for question in questions if not self._extractive.ask(question).refused)
        return tuple(islice(answered, _MAX_EXAMPLES))

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """Return questions to ask after an answer, passages it does not use, and whether it leads to a timeline."""
        query = self._extractive.understand(answer.question, history, None, scope)

        def ask(question: str) -> Answer:
            return self._extractive.ask(question, scope=scope)

        found = suggest(self._corpus, self._topics, query, answer, ask)
        return replace(found, unused=annotate_speakers(self._corpus.store, found.unused))

    def warm(self) -> None:
        """Load the model, the vectors and, where a chat model writes, the check: the first question would otherwise."""
        self._corpus.vectors()
        self._corpus.embedder.embed_queries(["warm"])
        if self.models.names:
            warm()

    def _model(self, verbatim: Answer, queries: Sequence[Query]) -> ChatModel | None:
        """Return the model that may read all that was found; None for a refusal, and where no model writes."""
        if verbatim.refused or any(query.intent in _NOT_WRITTEN for query in queries):
            return None
        cited = {citation.article_id for citation in verbatim.citations}
        articles = (self._corpus.store.article(article_id) for article_id in cited)
        return self.models.of({article.collection for article in articles if article})

    def _hits(self, queries: Sequence[Query]) -> Iterator[Hit]:
        """Yield the passages that fit each of the queries, in turns."""
        found = [search(self._corpus, query, PASSAGES_READ) for query in queries if query.intent in _SEARCHED]
        return (hit for hit in chain.from_iterable(zip_longest(*found)) if hit)
