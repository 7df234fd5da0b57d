"""The answers to the parts of a question into one: each under the question it answers, side by side."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Answer, AnswerSentence, Citation
from qa.extraction.notes import join_notes


def merge_answers(answers: Sequence[Answer]) -> Answer:
    """One answer, or the only one as it is; refused only when all are, and else saying which part is not and why."""
    if len(answers) == 1:
        return answers[0]
    question = " ".join(answer.question for answer in answers)
    if all(answer.refused for answer in answers):
        reasons = dict.fromkeys(answer.reason or "" for answer in answers)
        nearest = tuple(dict.fromkeys(hit for answer in answers for hit in answer.nearest[:2]))
        return Answer(question, reason=" ".join(reasons), nearest=nearest)
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for answer in answers:
        shift = len(citations)
        citations += (replace(citation, n=citation.n + shift) for citation in answer.citations)
        sentences += (_moved(sentence, shift, answer.question) for sentence in answer.sentences)
    refused = [f"“{answer.question}”: {answer.reason}" for answer in answers if answer.refused]
    notes = dict.fromkeys(answer.note for answer in answers)
    return Answer(question, tuple(sentences), tuple(citations), note=join_notes(*notes, *refused))


def _moved(sentence: AnswerSentence, shift: int, question: str) -> AnswerSentence:
    section = f"{question} · {sentence.section}" if sentence.section else question
    return replace(sentence, citations=tuple(n + shift for n in sentence.citations), section=section)
