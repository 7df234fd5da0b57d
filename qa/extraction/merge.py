"""The answers to the parts of a question into one: each under the question it answers, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from qa.answer import Answer, AnswerSentence, Citation, Note, Refusal, Section


def merge_answers(answers: Sequence[Answer]) -> Answer:
    """Return one answer, or the only one as it is; refused only if all are, else with a note for each that is."""
    if len(answers) == 1:
        return answers[0]
    question = " ".join(answer.question for answer in answers)
    if all(answer.refused for answer in answers):
        nearest = tuple(dict.fromkeys(hit for answer in answers for hit in answer.nearest[:2]))
        return Answer(question, refusal=_refuse_each(answers), nearest=nearest)
    return _side_by_side(question, answers)


def _side_by_side(question: str, answers: Sequence[Answer]) -> Answer:
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for answer in answers:
        shift = len(citations)
        citations += (replace(citation, n=citation.n + shift) for citation in answer.citations)
        sentences += (_shifted(sentence, shift, answer.question) for sentence in answer.sentences)
    return Answer(question, tuple(sentences), tuple(citations), notes=tuple(_notes(answers)))


def _refuse_each(answers: Sequence[Answer]) -> Refusal:
    refusals = tuple(dict.fromkeys(answer.refusal for answer in answers if answer.refusal))
    return refusals[0] if len(refusals) == 1 else Refusal("each_part", refusals=refusals)


def _notes(answers: Sequence[Answer]) -> Iterator[Note]:
    """Yield the notes of all answers without duplicates, and why parts have no answer."""
    yield from chain.from_iterable(dict.fromkeys(answer.notes for answer in answers))
    for answer in answers:
        if answer.refusal:
            yield Note("part_refused", question=answer.question, refusal=answer.refusal)


def _shifted(sentence: AnswerSentence, shift: int, question: str) -> AnswerSentence:
    section = sentence.section or Section()
    section = replace(section, questions=(question, *section.questions))
    return replace(sentence, citations=tuple(n + shift for n in sentence.citations), section=section)
