"""How well are statements and their speakers found? Measured against hand-made annotations.

    python -m benchmarks.attribution --data DIR [--half read|unread] [--ablate] [--article FILE]

Prints recall (a gold statement by a known person is at least half covered by our statements with that speaker),
precision (of our outermost named statements that overlap a gold statement of a known person, the share that name
them; the gold knows no statement inside another), the share of our named statements that overlap no annotation at
all, exact F1 of source, cue and content, and speed.
"""

import argparse
import json
import re
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from index.attribution.attribute import RULES, attribute
from index.records import Article, Offsets, Sentence, Statement
from index.text.chunking import split_sentences

HALF = 0.5
"""Share of a gold statement that must be covered, as the scorer of `run.py` counts."""
_WORD = re.compile(r"\w+")
NEAR = 300
"""Characters: two pieces of one interrupted statement are seldom further apart."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution."""

    spans: tuple[Offsets, ...]
    source: Offsets | None
    cue: tuple[Offsets, ...]
    who: str
    """Last name, in lower case; "" when nobody is known."""
    named: str
    """How the text names the speaker: name, pronoun or description."""
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    """An article, its sentences, and what is annotated in it."""

    article: Article
    sentences: list[Sentence]
    gold: list[Gold]


def read_cases(data: Path, half: str) -> list[Case]:
    """Return the articles of one half ("read", "unread") or of both ("all"), told apart by a checksum of their ids."""
    annotations: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(data / "attributions.jsonl"):
        annotations[row["article"]].append(row)
    cases = []
    for row in _rows(data / "articles.jsonl"):
        if half in ("all", ("read", "unread")[crc32(row["id"].encode()) % 2]):
            article = Article(row["id"], row["text"], row["title"], language="en")
            gold = [_gold(annotation, row["text"]) for annotation in annotations[row["id"]]]
            cases.append(Case(article, split_sentences(article.id, article.text), gold))
    return cases


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _gold(row: dict[str, Any], text: str) -> Gold:
    spans = tuple((start, end) for start, end in row["spans"])
    words = row["source_text"].lower().split()
    pronoun = len(words) == 1 and words[0] in ("he", "she", "they", "i", "we", "who", "his", "her", "him", "it")
    last = "" if speaks_for(row["source_text"], last_name(row["who"] or "")) else last_name(row["who"] or "")
    named = "pronoun" if pronoun else "name" if last and last in row["source_text"].lower() else "description"
    source = tuple(row["source"]) if row["source"] else None
    return Gold(spans, source, tuple(map(tuple, row["cue"])), last, named, _kind(text, spans))


def speaks_for(source: str, last: str) -> bool:
    """Whether the words for a source are for somebody around the person: "NAME's campaign", "a spokesman for NAME".

    The gold gives their words to the person; we do not, so that they count as nobody known.
    """
    before, found, after = source.lower().partition(last) if last else ("", "", "")
    if not found:
        return False
    hangs = any(word in before.split()[-3:] for word in ("for", "of", "with", "to", "by")) and "," not in before
    words = after.split(",")[0].replace("’", "'").removeprefix("'s").split()
    return hangs or bool(
        words and words[0][0].isalpha() and words[0] not in ("and", "jr.", "who", "in", "on", "at", "of")
    )


def _kind(text: str, spans: Iterable[Offsets]) -> str:
    pieces = [text[start:end].strip(" .,;:—–-") for start, end in spans]
    quoted = [piece for piece in pieces if piece[:1] in "\"“'‘" and piece[-1:] in "\"”'’"]
    if pieces and len(quoted) == len(pieces):
        return "direct"
    return "mixed" if any(mark in piece for piece in pieces for mark in ('"', "“", "''", "‘")) else "indirect"


def last_name(name: str) -> str:
    """Return the word that names are compared by."""
    return name.rsplit(maxsplit=1)[-1].lower() if name.split() else ""


def covered(gold: Gold, statements: Iterable[Statement]) -> float:
    """Return the share of the gold characters that the statements cover."""
    seen: set[int] = set()
    for start, end in gold.spans:
        for statement in statements:
            seen.update(range(max(start, statement.start), min(end, statement.end)))
    return len(seen) / sum(end - start for start, end in gold.spans)


def overlaps(gold: Gold, statement: Statement) -> bool:
    """Whether they share a character."""
    return any(start < statement.end and statement.start < end for start, end in gold.spans)


def outermost(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that stand inside no other."""
    kept: list[Statement] = []
    reach = -1
    for statement in sorted(statements, key=lambda s: (s.start, -s.end)):
        if statement.end > reach:
            kept.append(statement)
            reach = statement.end
    return kept


def _words_in(words: Sequence[int], spans: Iterable[Offsets]) -> set[int]:
    """Return the numbers of the words that begin in one of the spans."""
    return {at for start, end in spans for at in range(bisect_left(words, start), bisect_left(words, end))}


class Tally:
    """Counts of one run over all cases."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self.asked: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.touched: Counter[str] = Counter()
        self.named: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self.exact: dict[str, Counter[str]] = {part: Counter() for part in ("source", "cue", "content")}

    def add(self, case: Case, statements: Sequence[Statement]) -> None:
        """Count one article."""
        by_name: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_name[last_name(statement.speaker)].append(statement)
        for mark in (mark for mark in case.gold if mark.who):
            for group in ("all", mark.kind, mark.named):
                self.asked[group] += 1
                self.found[group] += covered(mark, by_name[mark.who]) >= HALF
                self.touched[group] += any(overlaps(mark, statement) for statement in by_name[mark.who])
        outer = set(map(id, outermost(statements)))
        for statement in (statement for statement in statements if statement.speaker):
            self._add_named(case.gold, statement, id(statement) in outer)
        self._add_tokens(case, statements)
        self._add_exact(case, statements)

    def _add_tokens(self, case: Case, statements: Sequence[Statement]) -> None:
        """Count the words of the article that are content for us, for the gold, and for both."""
        words = [match.start() for match in _WORD.finditer(case.article.text)]
        ours = _words_in(words, [(s.start, s.end) for s in statements])
        gold = _words_in(words, [span for mark in case.gold for span in mark.spans])
        self.tokens += Counter(ours=len(ours), gold=len(gold), both=len(ours & gold))

    def _add_named(self, gold: Sequence[Gold], statement: Statement, is_outermost: bool) -> None:
        over = [mark for mark in gold if overlaps(mark, statement)]
        known = [mark for mark in over if mark.who]
        self.named["over no annotation"] += not over
        self.named["every named statement"] += 1
        if not known:
            return
        right = any(mark.who == last_name(statement.speaker) for mark in known)
        for group in ("all", statement.kind, known[0].named) if is_outermost else ("nested",):
            self.named[group] += 1
            self.right[group] += right

    def _add_exact(self, case: Case, statements: Sequence[Statement]) -> None:
        """Compare sources and cues by their words; a run of statements with the same two counts once."""
        text = case.article.text
        ours: dict[str, Counter[str]] = defaultdict(Counter)
        for mention, cue, _ in {(s.mention, s.cue, s.start // NEAR) for s in statements if s.cue}:
            ours["source"][mention] += 1
            ours["cue"][cue] += 1
        ours["content"] = Counter(f"{s.start} {s.end}" for s in statements)
        gold: dict[str, Counter[str]] = defaultdict(Counter)
        for mark in case.gold:
            gold["source"][text[mark.source[0] : mark.source[1]] if mark.source else ""] += 1
            gold["cue"][" ".join(text[start:end] for start, end in mark.cue)] += 1
            gold["content"].update(f"{start} {end}" for start, end in mark.spans)
        for part, counts in self.exact.items():
            counts["same"] += (ours[part] & gold[part]).total()
            counts["all"] += ours[part].total() + gold[part].total()

    @property
    def recall(self) -> float:
        """Share of gold statements by known people that are found."""
        return self.found["all"] / max(1, self.asked["all"])

    @property
    def precision(self) -> float:
        """Share of our outermost named statements that name the right person."""
        return self.right["all"] / max(1, self.named["all"])

    @property
    def token_f1(self) -> float:
        """F1 of the words that are content, ours against the gold's."""
        return 2 * self.tokens["both"] / max(1, self.tokens["ours"] + self.tokens["gold"])

    def rows(self) -> Iterator[str]:
        """Yield the table, line by line."""
        yield "| | gold | recall | overlaps | named | precision | F1 |"
        yield "|---|---|---|---|---|---|---|"
        for group in ("all", "direct", "indirect", "mixed", "name", "pronoun"):
            recall, touched = (counts[group] / max(1, self.asked[group]) for counts in (self.found, self.touched))
            precision = self.right[group] / max(1, self.named[group])
            f1 = 2 * recall * precision / max(1e-9, recall + precision)
            yield (
                f"| {group} | {self.asked[group]} | {recall:.3f} | {touched:.3f} | {self.named[group]} "
                f"| {precision:.3f} | {f1:.3f} |"
            )
        yield f"nested: {self.named['nested']}, right {self.right['nested'] / max(1, self.named['nested']):.3f}"
        every = self.named["every named statement"]
        yield f"named statements: {every}, over no annotation {self.named['over no annotation'] / max(1, every):.3f}"
        marks = (f"{part} {2 * counts['same'] / max(1, counts['all']):.3f}" for part, counts in self.exact.items())
        yield f"exact F1: {', '.join(marks)}"
        yield f"content tokens: F1 {self.token_f1:.3f}"


def measure(cases: Sequence[Case], rules: frozenset[str] = RULES, sure: float = 0.0) -> Tally:
    """Attribute every case and count what has at least the confidence `sure`."""
    tally = Tally()
    for case in cases:
        found = attribute(case.article, case.sentences, rules)
        tally.add(case, [statement for statement in found if statement.confidence >= sure])
    return tally


def print_speed(cases: Sequence[Case]) -> None:
    """Characters and words attributed in a second of processor time."""
    began = time.process_time()
    for case in cases:
        attribute(case.article, case.sentences)
    seconds = time.process_time() - began
    characters = sum(len(case.article.text) for case in cases)
    words = sum(len(case.article.text.split()) for case in cases)
    print(f"{len(cases)} articles, {characters / seconds:,.0f} characters/s, {words / seconds:,.0f} words/s")


def print_ablation(cases: Sequence[Case]) -> None:
    """Print what each rule earns and costs: recall and precision without it, in points."""
    whole = measure(cases)
    print("| without | recall | precision |\n|---|---|---|")
    for rule in sorted(RULES):
        tally = measure(cases, RULES - {rule})
        recall, precision = (tally.recall - whole.recall) * 100, (tally.precision - whole.precision) * 100
        print(f"| {rule} | {recall:+.1f} | {precision:+.1f} |")


def print_curve(cases: Sequence[Case]) -> None:
    """Print recall and precision when only statements of at least some confidence count."""
    print(
        "| from | statements | recall | precision | content tokens F1 | over no annotation |\n|---|---|---|---|---|---|"
    )
    for sure in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9):
        tally = measure(cases, sure=sure)
        every = tally.named["every named statement"]
        print(
            f"| {sure} | {every} | {tally.recall:.3f} | {tally.precision:.3f} | {tally.token_f1:.3f} "
            f"| {tally.named['over no annotation'] / max(1, every):.3f} |"
        )


def print_article(path: Path) -> None:
    """Every named statement of one plain text, to be read."""
    text = path.read_text("utf-8")
    for statement in attribute(Article(path.name, text, language="en"), split_sentences(path.name, text)):
        if statement.speaker:
            print(f"{statement.speaker} ({statement.kind}): {text[statement.start : statement.end][:100]!r}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with articles.jsonl and attributions.jsonl")
    parser.add_argument("--half", choices=("read", "unread", "all"), default="all")
    parser.add_argument("--ablate", action="store_true", help="also measure without each rule")
    parser.add_argument("--curve", action="store_true", help="also measure by least confidence")
    parser.add_argument("--article", type=Path, help="also print the named statements of this text file")
    arguments = parser.parse_args()
    cases = read_cases(arguments.data, arguments.half)
    print(*measure(cases).rows(), sep="\n")
    print_speed(cases)
    if arguments.ablate:
        print_ablation(cases)
    if arguments.curve:
        print_curve(cases)
    if arguments.article:
        print_article(arguments.article)


if __name__ == "__main__":
    main()
