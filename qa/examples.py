"""Example questions made from what is indexed: each is asked before it is offered, so none is refused."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from index.article import Article
from index.keywords import STOP_WORDS

_SPEAKER = re.compile(
    r"(?:[,”\"’]\s+(?:said|says)\s+)?\b([A-Z][\w’-]+(?:\s[A-Z][\w’-]+){1,2})\s+(?:said|told|argued|warned|insisted)\b"
)
_TOPIC = re.compile(r"\b[A-Z][A-Za-z]{3,}\b|\b[a-z]{5,}\b")


def candidates(articles: Iterable[Article]) -> Iterator[str]:
    """Questions about those who are quoted in most articles, on what the headlines above them name; best first."""
    quoted: Counter[str] = Counter()
    headlines: dict[str, list[str]] = {}
    for article in articles:
        for name in dict.fromkeys(_SPEAKER.findall(article.text)):
            quoted[name] += 1
            headlines.setdefault(name, []).append(article.title)
    for name, _ in sorted(quoted.items(), key=lambda item: (-item[1], item[0])):
        said_about = Counter(word for title in headlines[name] for word in _topics(title, name))
        for topic, _ in said_about.most_common(3):
            yield f"What did {name} say about {topic}?"


def _topics(title: str, name: str) -> list[str]:
    words = [word for word in _TOPIC.findall(title) if word not in name and word.lower() not in STOP_WORDS]
    return list(dict.fromkeys(words))
