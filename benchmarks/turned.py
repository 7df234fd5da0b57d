"""Whether sentences that turn what they cite are stopped, and true ones shown, by kind of turning.

    python -m benchmarks.turned [--written FILE] [--data DIR] [--show]

The pairs of `turned.jsonl` are over the sample articles, of twenty kinds, each true or false; ten kinds were looked at
while the check was made (development), ten only counted (held). With --written, sentences that another person wrote in
the same form; with --data, SummEdits: summaries of news, each with at most one small edit. A sentence is shown when the
check puts no mark beside it; what it cites is the passage that an answer would cite.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.cases import Read, read, samples
from index.records import Article, Span
from index.text.chunking import passage_spans, split_sentences
from qa.premise import Premise, premise
from qa.verification.verify import Verdict, verify_sentence

_TURNED = Path(__file__).parent / "turned.jsonl"
_MARKS = str.maketrans("‘’“”", "''\"\"")
_SHOWN = ("verbatim", "supported")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, what it cites, and whether it is true."""

    kind: str
    sentence: str
    premises: tuple[Premise, ...]
    true: bool


def main() -> None:
    options = _options()
    for half in ("development", "held"):
        print(f"turned.jsonl, {half}")
        _report(_weighed(turned(half)), show=options.show and half == "development")
    if options.written:
        print(options.written.name)
        _report(_weighed(written(options.written)), show=options.show)
    if options.data:
        _report_summaries(options.data)


def turned(half: str) -> Iterator[Judged]:
    """Sentences of one half of our pairs."""
    for line in _TURNED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["half"] == half:
            yield Judged(row["kind"], row["sentence"], _citing([row["source"]], row["article"]), row["true"])


def written(file: Path) -> Iterator[Judged]:
    """Sentences that a person wrote, with words that stand in what they cite."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Judged("written", row["sentence"], _citing(row["source_words"]), row["true"])


@cache
def _passages(article: str) -> tuple[Premise, ...]:
    return _cut(samples()[article])


def _cut(one: Read) -> tuple[Premise, ...]:
    return tuple(
        premise(n, one.article, Span(one.article.id, start, end), one.sentences, one.statements)
        for n, (start, end) in enumerate(passage_spans(list(one.sentences)), 1)
    )


def _citing(words: Iterable[str], article: str = "") -> tuple[Premise, ...]:
    """Return the passages in which words begin, of an article or of the first that has them."""
    every = [p for name in ([article] if article else samples()) for p in _passages(name)]
    begun = [split_sentences("", w)[0].text_in(Article("", w)).translate(_MARKS) for w in words]
    found = [next(p for p in every if first in p.text.translate(_MARKS)) for first in begun]
    return tuple(dict.fromkeys(found))


def _weighed(cases: Iterable[Judged]) -> list[tuple[Judged, Verdict, float]]:
    weighed = []
    for case in cases:
        began = time.perf_counter()
        verdict = verify_sentence(case.sentence, case.premises)
        weighed.append((case, verdict, time.perf_counter() - began))
    return weighed


def _report(weighed: Sequence[tuple[Judged, Verdict, float]], *, show: bool) -> None:
    print("| kind | true shown | false shown |\n|---|---|---|")
    for kind in (*dict.fromkeys(case.kind for case, _, _ in weighed), ""):
        own = [(case.true, v.status in _SHOWN) for case, v, _ in weighed if kind in ("", case.kind)]
        shares = " | ".join(_share([shown for true, shown in own if true is wanted]) for wanted in (True, False))
        print(f"| {kind or '**all**'} | {shares} |")
    print(f"{1000 * sum(seconds for *_, seconds in weighed) / len(weighed):.0f} ms a sentence")
    for case, verdict, _ in weighed if show else ():
        if (verdict.status in _SHOWN) is not case.true:
            why = [f"{d.kind}: {d.words}" for d in verdict.differences] + [
                f"{e.rule}: {e.words}" for e in verdict.errors
            ]
            print(f"{case.true} {case.kind}: {case.sentence} {why}")


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found)} of {len(found)} ({sum(found) / len(found):.2f})" if found else "–"


def _report_summaries(data: Path) -> None:
    """Balanced accuracy on SummEdits: a summary is shown when all of its sentences are."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for n, line in enumerate((data / "summedits-news.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        cited = _cut(read(Article(f"summedits-{n}", row["article"], language="en")))
        text, before, shown = row["summary"], "", True
        for sentence in split_sentences("", text):
            words = text[sentence.start : sentence.end]
            shown = shown and verify_sentence(words, cited, before).status in _SHOWN
            before = words
        right[row["consistent"]].append(shown is row["consistent"])
    yes, no = (sum(right[key]) / len(right[key]) for key in (True, False))
    print(
        f"summedits-news: consistent shown {yes:.3f}, edited stopped {no:.3f}, balanced accuracy {(yes + no) / 2:.3f}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--written", type=Path, help="Sentences by another person (JSONL).")
    parser.add_argument("--data", type=Path, help="Folder of the gold sets.")
    parser.add_argument("--show", action="store_true", help="Print what went wrong, the held half aside.")
    return parser.parse_args()


if __name__ == "__main__":
    main()
