"""Feedback for people, for programs, and as cases that a benchmark asks again."""

import json
from dataclasses import asdict
from typing import Any

from index.storage.feedback import Feedback
from ui.render.escape import as_line


def feedback_text(feedback: Feedback) -> str:
    """One entry for a terminal."""
    comment = f"\n  {as_line(feedback.comment)}" if feedback.comment else ""
    return f"{feedback.id}. {feedback.given}  {feedback.verdict}\n  {as_line(feedback.question)}{comment}"


def feedback_shape(feedback: Feedback) -> dict[str, Any]:
    """One entry as JSON, with the answer as it was shown."""
    return asdict(feedback) | {name: json.loads(getattr(feedback, name)) for name in ("history", "answer", "versions")}


def case_shape(feedback: Feedback) -> dict[str, Any]:
    """One entry as a benchmark case: the question, the verdict, and the places that were cited, with their speakers."""
    answer = json.loads(feedback.answer)
    cited = ("article_id", "start", "end", "quote", "speaker")
    return {
        "id": f"feedback-{feedback.id}",
        "question": feedback.question,
        "history": json.loads(feedback.history),
        "verdict": feedback.verdict,
        "comment": feedback.comment,
        "refused": answer["refused"],
        "citations": [{name: citation[name] for name in cited} for citation in answer["citations"]],
    }
