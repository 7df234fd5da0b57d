"""Sentences and passages: exact offsets in every script, and no boundary where a reader sees none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.chunking import PASSAGE_CHARACTERS, passage_spans, sentence_spans, split_sentences

ODD = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("\r\n \"“”‘’'.!?…。！？«»\u0301😀👩‍🚀ا")
    ),
    max_size=400,
)


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end, _ in sentence_spans(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Orr met Gen. Ruiz. They shook hands.", ["Mr. Orr met Gen. Ruiz.", "They shook hands."]),
        (
            "The U.S. Senate voted at 9 a.m. on Friday. It passed.",
            ["The U.S. Senate voted at 9 a.m. on Friday.", "It passed."],
        ),
        ("He flew to the U.S. The trip took a day.", ["He flew to the U.S.", "The trip took a day."]),
        ("J. K. Lund spoke. “Go,” he said.", ["J. K. Lund spoke.", "“Go,” he said."]),
        ("“I will go.” She left. “Stay!” he cried.", ["“I will go.”", "She left.", "“Stay!” he cried."]),
        ('"I will go." She left.', ['"I will go."', "She left."]),
        (
            'It rained. "We stayed in," Ada said. "It was cold."',
            ["It rained.", '"We stayed in," Ada said.', '"It was cold."'],
        ),
        ("‘We lost.’ He paused. ‘Badly.’", ["‘We lost.’", "He paused.", "‘Badly.’"]),
        ("“One. Two. Three,” she counted. Then silence.", ["“One.", "Two.", "Three,” she counted.", "Then silence."]),
        ("“Will you go?” he asked. No answer.", ["“Will you go?” he asked.", "No answer."]),
        ("Well … he tried. It cost 4.2 billion.", ["Well … he tried.", "It cost 4.2 billion."]),
        ("Port to close\n\nThe port will close. It is old.", ["Port to close", "The port will close.", "It is old."]),
        (
            "The terms:\n- more pay\n- less work\nBoth agreed.",
            ["The terms:", "- more pay", "- less work", "Both agreed."],
        ),
        (
            "One.\r\n\r\nTwo lines\r\nof one sentence that was wrapped by hand.",
            ["One.", "Two lines", "of one sentence that was wrapped by hand."],
        ),
        (
            "A line that was wrapped by the sender after some fifty\ncharacters goes on. Next.",
            ["A line that was wrapped by the sender after some fifty\ncharacters goes on.", "Next."],
        ),
        ("Yahoo! was sold. It fell.", ["Yahoo! was sold.", "It fell."]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "外长说谈判没有进展。他明天回国！你好吗？", ["外长说谈判没有进展。", "他明天回国！", "你好吗？"]),
        ("ja", "会議は終わった。次は来週だ。", ["会議は終わった。", "次は来週だ。"]),
        ("de", "Er sagte: „Wir gehen.“ Dann ging er.", ["Er sagte: „Wir gehen.“", "Dann ging er."]),
        ("fr", "« Nous partons. » Il est parti.", ["« Nous partons. »", "Il est parti."]),
        ("hi", "वह गया। वह आया।", ["वह गया।", "वह आया।"]),
    ],
)
def test_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


@given(ODD)
def test_sentences_hold_every_visible_character_once_in_order(text: str) -> None:
    spans = sentence_spans(text)
    position = 0
    for start, end, _ in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(ODD, st.integers(1, 300))
def test_passages_are_whole_sentences_each_in_exactly_one(text: str, limit: int) -> None:
    found = split_sentences("a", text)
    spans = passage_spans(found, limit)
    starts, ends = [s.start for s in found], [s.end for s in found]
    assert [s for s, _ in spans] == [s for s in starts if any(s == a for a, _ in spans)]
    assert all(start in starts and end in ends for start, end in spans)
    assert sum(sum(a <= s.start and s.end <= b for a, b in spans) for s in found) == len(found)
    assert all(b - a <= limit or sum(a <= s.start < b for s in found) == 1 for a, b in spans)


def test_default_passages_stay_within_their_limit() -> None:
    text = " ".join(f"This is sentence number {n} of the text." for n in range(60))
    assert max(b - a for a, b in passage_spans(split_sentences("a", text))) <= PASSAGE_CHARACTERS


def test_paragraph_numbers_grow_with_blank_lines() -> None:
    assert [p for *_, p in sentence_spans("One. Two.\n\nThree.\n \nFour.")] == [0, 0, 1, 2]


def test_every_sample_sentence_ends_like_one(pytestconfig: pytest.Config) -> None:
    """In our own articles no sentence but a list item, heading or colon ends without a full stop."""
    for path in sorted((Path(pytestconfig.rootpath) / "ui" / "cli" / "samples").glob("2025-*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        for sentence in sentences(body):
            assert sentence.rstrip('"”’“)')[-1] in ".?!…:,;" or sentence.startswith("- "), (path.name, sentence)
