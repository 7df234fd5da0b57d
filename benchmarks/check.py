"""Whether the check lets through what is true and stops what is not.

    python -m benchmarks.check [--data DIR] [--show KIND] [--write FILE]

True sentences: the sample articles' own, light paraphrases of ours (`paraphrases.jsonl`) and, with --data, sentences of
`whosaid`. False ones: errors put into all of these by program (`errors.py`). With --data also QAGS-XSum: one-sentence
summaries that people found consistent with their article or not. A sentence has passed when it is shown without a mark;
it is caught when it is withheld.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.cases import LETTER, MEANING, Case, all_cases, paraphrases, qags
from qa.verification import entailment as meaning
from qa.verification.verify import Verdict, verify_sentence, verify_sentences

_AT_ONCE = 16
_AN_ANSWER = 6
_PASSED = ("verbatim", "supported")

Weighed = tuple[Case, Verdict]


def main() -> None:
    options = _options()
    weighed = _weighed(all_cases(options.data))
    lines = [*_table(weighed), "", *_sums(weighed), _speed()]
    if options.data:
        lines += _on_qags(options.data)
    print("\n".join(lines))
    if options.write:
        head = "# The check\n\nWritten by `python -m benchmarks.check --data DIR --write benchmarks/CHECK.md`.\n\n"
        options.write.write_text(head + "\n".join(_paragraphs(lines)) + "\n", encoding="utf-8")
    for case, verdict in weighed:
        good = verdict.status in _PASSED if case.kind == "true" else verdict.status == "unsupported"
        if options.show in (case.kind, f"{case.origin}-{case.kind}") and not good:
            _show(case, verdict)


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines outside the table as a list."""
    return [line if line.startswith("|") or not line else f"- {line}" for line in lines]


def _weighed(cases: Sequence[Case]) -> list[Weighed]:
    verdicts: list[Verdict] = []
    for first in range(0, len(cases), _AT_ONCE):
        some = cases[first : first + _AT_ONCE]
        verdicts += verify_sentences([(case.sentence, case.premises) for case in some])
    return list(zip(cases, verdicts, strict=True))


def _table(weighed: Iterable[Weighed]) -> list[str]:
    """Shares by kind and origin."""
    found = list(weighed)
    lines = ["| sentences | from | number | passed | marked | withheld |", "|---|---|---|---|---|---|"]
    for kind in ("true", *LETTER, *MEANING):
        for origin in ("verbatim", "paraphrase", "whosaid", ""):
            own = [v for case, v in found if case.kind == kind and (case.origin == origin or not origin)]
            if own:
                counted = Counter("passed" if v.status in _PASSED else v.status for v in own)
                shares = (counted[status] / len(own) for status in ("passed", "partial", "unsupported"))
                row = " | ".join(f"{share:.3f}" for share in shares)
                lines.append(f"| {kind} | {origin or '**all**'} | {len(own)} | {row} |")
    return lines


def _sums(weighed: Iterable[Weighed]) -> list[str]:
    found = list(weighed)
    meaning = [v.status == "unsupported" for case, v in found if case.kind in MEANING]
    passed = [v.status in _PASSED for case, v in found if case.kind != "true"]
    return [
        f"negation and meaning: {_share(meaning)} of {len(meaning)} withheld",
        f"all errors: {_share(passed)} of {len(passed)} shown without a mark",
    ]


def _speed() -> str:
    """Milliseconds a sentence as in an answer: the passages are read first, and every sentence is weighed by itself."""
    cases = [case for case, _ in paraphrases()]
    answers = [cases[n : n + _AN_ANSWER] for n in range(0, len(cases), _AN_ANSWER)]
    meaning.warm()
    weighing = reading = 0.0
    for answer in answers:
        began = time.perf_counter()
        meaning.prepare([premise for case in answer for premise in case.premises])
        read = time.perf_counter()
        for case in answer:
            verify_sentence(case.sentence, case.premises)
        reading, weighing = reading + read - began, weighing + time.perf_counter() - read
    each, once = (1000 * seconds / len(cases) for seconds in (weighing, reading))
    return f"{each:.1f} ms a sentence, and {once:.1f} ms for the passages it cites, read while the model thinks"


def _on_qags(data: Path) -> list[str]:
    rows = qags(data)
    verdicts = [v for _, v in _weighed([case for case, _ in rows])]
    lines = []
    shown: dict[str, Callable[[Verdict], bool]] = {
        "without a mark": lambda v: v.status in _PASSED,
        "with or without": lambda v: v.status != "unsupported",
    }
    for name, is_shown in shown.items():
        yes = [is_shown(v) for v, (_, consistent) in zip(verdicts, rows, strict=True) if consistent]
        no = [not is_shown(v) for v, (_, consistent) in zip(verdicts, rows, strict=True) if not consistent]
        balanced = (sum(yes) / len(yes) + sum(no) / len(no)) / 2
        lines.append(
            f"qags-xsum, shown {name}: consistent {_share(yes)}, inconsistent stopped {_share(no)}, "
            f"balanced accuracy {balanced:.3f}"
        )
    return lines


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.3f}"


def _show(case: Case, verdict: Verdict) -> None:
    errors = ", ".join(f"{error.rule}: {error.words}" for error in verdict.errors)
    print(f"\n[{case.origin} {case.kind}] {verdict.status} {verdict.carried:.2f} {errors}")
    print(f"  {case.sentence}")
    print(f"  <- {' | '.join(' '.join(premise.text.split()) for premise in case.premises)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="Folder of the gold sets.")
    parser.add_argument("--show", default="", help="Print what went wrong for a kind, or origin-kind.")
    parser.add_argument("--write", type=Path, help="Write the table to this file too.")
    return parser.parse_args()


if __name__ == "__main__":
    main()
