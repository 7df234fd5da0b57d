"""A small world of invented articles in several collections, drawn from a seed, and copies of parts of it.

The same people speak in several collections, some words stand in one collection only, and some articles are alike to
the letter: whatever one collection could tell of another, it can tell here.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from index.records import Article
from index.storage.corpus import Corpus
from index.storage.store import IndexedArticle

COLLECTIONS = ("press", "wire", "board", "legal", "drafts", "café/Ä")
PEOPLE = (
    "Marta Lindqvist", "Agnes Thorne", "Odd Viken", "Ida Brekke", "Tomas Brekke", "Lena Okafor", "Jun Tanabe",
    "Karl Lindqvist",
)  # fmt: skip
TOPICS = ("ferry", "bridge", "harbour", "merger", "strike", "school", "budget", "library", "tunnel", "festival")
CODES = {
    "press": "Solvei",
    "wire": "Marrow",
    "board": "Quillon",
    "legal": "Tessaly",
    "drafts": "Umbra",
    "café/Ä": "Øre",
}
_SAID = (
    "“The {topic} will cost more than we were told,” said {person}.",
    "{person} said on Monday that the {topic} was late because of {code}.",
    "“I am against the {topic}, and I will stay against it,” {person} told reporters.",
    "{person} said the {topic} was worth every crown, and denied that {code} had been paid.",
)
_TOLD = (
    "The {topic} opened on {day} after two years of work by {code}.",
    "Nobody was hurt when the {topic} was closed for repairs at noon.",
    "The council in {code} voted on the {topic} by nine to four.",
)


def articles(seed: int, number: int) -> Iterator[Article]:
    """That many articles; some have the words of an earlier one, in another collection."""
    drawn, earlier = random.Random(seed), list[Article]()
    for n in range(number):
        collection = drawn.choice(COLLECTIONS)
        if earlier and drawn.random() < 0.1:
            text, title = (like := drawn.choice(earlier)).text, like.title
        else:
            text, title = _text(drawn, collection), f"{drawn.choice(TOPICS).title()}: what {drawn.choice(PEOPLE)} knows"
        day = date(2024, 1, 1) + timedelta(days=drawn.randrange(300)) if drawn.random() < 0.9 else None
        publisher = drawn.choice(("The Tidewater Post", "Northbank Courier", CODES[collection]))
        made = Article(f"{drawn.choice(('a', 'b/c', 'http://x.example/?q='))}{n}", text, title, "", publisher, "", day)
        earlier.append(Article(*(getattr(made, name) for name in _FIELDS), "en", collection))
        yield earlier[-1]


_FIELDS = ("id", "text", "title", "url", "publisher", "author", "published")


def _text(drawn: random.Random, collection: str) -> str:
    paragraphs = []
    for _ in range(drawn.randint(1, 3)):
        filled = {"day": "Friday", "code": CODES[collection]}
        lines = [drawn.choice(_TOLD), *drawn.sample(_SAID, drawn.randint(1, 2))]
        paragraphs.append(
            " ".join(line.format(topic=drawn.choice(TOPICS), person=drawn.choice(PEOPLE), **filled) for line in lines)
        )
    return "\n\n".join(paragraphs)


def level(part: Corpus, whole: Corpus, collections: Iterable[str]) -> None:
    """Make an index hold the whole's articles of these collections and no others; what was derived is copied."""
    wanted = frozenset(collections)
    articles = {article.id: article for article in whole.store.articles() if article.collection in wanted}
    held = {article.id: article for article in part.store.articles()}
    for article_id in held.keys() - articles.keys():
        part.store.remove(article_id)
    for article_id, article in articles.items():
        if held.get(article_id) != article:
            part.store.replace(_prepared(whole, article))


def _prepared(whole: Corpus, article: Article) -> IndexedArticle:
    store = whole.store
    rows = store.database.read(
        "SELECT p.id FROM passages p JOIN articles a ON a.key = p.article WHERE a.id = ?", (article.id,)
    )
    passages = [passage for passage, _ in store.passages.by_id([row[0] for row in rows]).values()]
    found, vectors = store.passages.vectors([passage.id for passage in passages], whole.synced_vectors.dimension)
    order = [found.index(passage.id) for passage in passages]
    return IndexedArticle(
        article,
        store.sentences(article.id),
        store.statements.of_article(article.id, unsure=True),
        passages,
        vectors[order],
    )
