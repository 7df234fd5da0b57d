"""Sentences true and false, each beside what it cites: what the check is measured on (`check.py`)."""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.errors import Error, Pools, errors, names_in, opposites
from index.attribution.attribute import attribute
from index.people.names import name_tokens, phonetic_keys
from index.records import MIN_CONFIDENCE, Article, Sentence, Span, Statement
from index.sources.files import find, load
from index.text.chunking import passage_spans, split_sentences
from qa.premise import Premise, premise

_HERE = Path(__file__).parent
_SAMPLES = _HERE.parent / "ui" / "cli" / "samples"
_WHOSAID_ARTICLES = 120
_AROUND = 1
LETTER = ("number", "name", "quote", "speaker")
MEANING = ("negation", "opposite", "role", "certainty")
"""The kinds of errors: those that letters show, and those that only the meaning does."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, what it cites, and what is to become of it."""

    origin: str
    """verbatim, paraphrase, whosaid or qags."""
    kind: str
    """"true", or the kind of error."""
    sentence: str
    premises: tuple[Premise, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """An article as the index reads it."""

    article: Article
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]

    def premise(self, start: int, end: int, around: int = _AROUND) -> Premise:
        """Return the sentences of a stretch and so many before and after it."""
        stretch = Span(self.article.id, start, end)
        inside = [n for n, s in enumerate(self.sentences) if s.overlaps(stretch)]
        first, last = max(0, inside[0] - around), inside[-1] + around
        paragraph = self.sentences[inside[0]].paragraph
        while self.sentences[first].paragraph < paragraph - 1:
            first += 1
        last = min(last, len(self.sentences) - 1)
        wider = Span(self.article.id, self.sentences[first].start, self.sentences[last].end)
        return premise(1, self.article, wider, self.sentences, self.statements)


def read(article: Article) -> Read:
    """Return the article's sentences, and who surely says what."""
    sentences = split_sentences(article.id, article.text, article.language)
    said = tuple(s for s in attribute(article, sentences) if s.speaker and s.confidence >= MIN_CONFIDENCE)
    return Read(article, tuple(sentences), said)


@cache
def samples() -> dict[str, Read]:
    """Return the sample articles in English, by id."""
    found = [loaded.item for loaded in load(find([_SAMPLES]))]
    articles = [item for item in found if isinstance(item, Article) and item.language in ("", "en")]
    return {article.id: read(article) for article in articles}


def own_sentences() -> Iterator[Case]:
    """Sentences of the samples, each beside its neighbours."""
    for one in samples().values():
        for s in one.sentences:
            text = " ".join(one.article.text[s.start : s.end].split())
            if len(text.split()) >= 6:
                yield Case("verbatim", "true", text, (one.premise(s.start, s.end),))


def paraphrases() -> Iterator[tuple[Case, str | None]]:
    """Our paraphrases of the samples, each beside what it paraphrases, and whose words it gives."""
    for line in (_HERE / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        one = samples()[row["article"]]
        found = []
        for quote in row["quotes"]:
            start = one.article.text.index(quote)
            found.append(one.premise(start, start + len(quote)))
        yield Case("paraphrase", "true", row["text"], tuple(found)), row["speaker"]


def whosaid(folder: Path, articles: int = _WHOSAID_ARTICLES) -> Iterator[tuple[Case, Read, dict[str, Any]]]:
    """Sentences of real articles that a known person is annotated to say, by name."""
    wanted = {}
    for line in (folder / "articles.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        wanted[row["id"]] = row
    chosen = random.Random(0).sample(sorted(wanted), min(articles, len(wanted)))
    gold: dict[str, list[dict[str, Any]]] = {name: [] for name in chosen}
    for line in (folder / "attributions.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["article"] in gold and row["who"] and row["source"]:
            gold[row["article"]].append(row)
    for name in chosen:
        row = wanted[name]
        one = read(
            Article(
                name,
                row["text"],
                row["title"],
                publisher=row["publisher"],
                author=row.get("author") or "",
                language="en",
            )
        )
        for said in gold[name]:
            start, end = said["source"]
            s = next((s for s in one.sentences if s.start <= start and end <= s.end), None)
            if s and s.end - s.start < 400:
                text = " ".join(row["text"][s.start : s.end].split())
                yield Case("whosaid", "true", text, (one.premise(s.start, s.end),)), one, said


def with_errors(cases: Iterable[Case], chance: random.Random) -> Iterator[Case]:
    """Every case with at most one error of each kind."""
    pairs = opposites()
    elsewhere = sorted({name for one in samples().values() for _, _, name in names_in(one.article.text)})
    for case in cases:
        own = [name for _, _, name in names_in(case.premises[0].article.text)]
        pools = Pools([*own, *chance.sample(elsewhere, 10)], opposites=pairs)
        for error in errors(case.sentence, pools, chance):
            if _is_false(error, case):
                yield replace(case, kind=error.kind, sentence=error.text)


def _is_false(error: Error, case: Case) -> bool:
    """Whether what was changed is not, by chance, what the premises say in other words ("Lavrov" for "He")."""
    if error.kind == "name":
        others = {s.speaker for p in case.premises for s in p.statements}
        surname = phonetic_keys(name_tokens(error.after)[-1:])
        return (
            not surname & phonetic_keys(word for name in others for word in name.split()) or error.before in error.text
        )
    return True


def swapped_speakers(case: Case, speaker: str, one: Read, chance: random.Random) -> Iterator[Case]:
    """Return the case with the words given to another who speaks in the same article."""
    surname = name_tokens(speaker)[-1:]
    others = sorted(
        {
            s.speaker
            for s in one.statements
            if s.speaker[:1].isupper() and not phonetic_keys(name_tokens(s.speaker)[-1:]) & phonetic_keys(surname)
        }
    )
    named = [(a, b) for a, b, name in names_in(case.sentence) if phonetic_keys(surname) & phonetic_keys(name.split())]
    others = [other for other in others if not any(w in case.sentence for w in other.split())]
    if len(named) == 1 and others:
        start, end = named[0]
        other = chance.choice(others)
        yield replace(case, kind="speaker", sentence=case.sentence[:start] + other + case.sentence[end:])


def all_cases(data: Path | None) -> list[Case]:
    """Return true and false sentences."""
    chance = random.Random(7)
    verbatim = list(own_sentences())
    said = list(paraphrases())
    cases = [*verbatim, *(case for case, _ in said)]
    cases += with_errors(chance.sample(verbatim, 200), chance)
    cases += with_errors((case for case, _ in said), chance)
    for case, speaker in said:
        if speaker:
            cases += swapped_speakers(case, speaker, samples()[case.premises[0].article.id], chance)
    if data:
        real = list(whosaid(data / "whosaid"))
        kept = chance.sample(real, min(300, len(real)))
        cases += [case for case, _, _ in kept]
        cases += with_errors((case for case, _, _ in kept), chance)
        for case, one, gold in kept:
            if gold["source_text"][:1].isupper():
                cases += swapped_speakers(case, gold["source_text"], one, chance)
    return cases


def qags(data: Path) -> list[tuple[Case, bool]]:
    """Summary sentences beside their whole article, and whether most of three people found them consistent."""
    rows = []
    for n, line in enumerate((data / "qags-xsum.jsonl").open(encoding="utf-8")):
        row = json.loads(line)
        one = read(Article(f"xsum-{n}", row["article"], language="en"))
        found = tuple(
            premise(k, one.article, Span(one.article.id, a, b), one.sentences, one.statements)
            for k, (a, b) in enumerate(passage_spans(list(one.sentences)), 1)
        )
        for judged in row["summary_sentences"]:
            yes = sum(answer["response"] == "yes" for answer in judged["responses"])
            rows.append((Case("qags", "", judged["sentence"], found), 2 * yes > len(judged["responses"])))
    return rows
