"""Speed of adding articles beside the plain recipe, and what attribution costs.

    python -m benchmarks.adding --articles FILE_OR_FOLDER [--first 120] [--rounds 3]

Ours (splitting, attributing, embedding, storing, snapshot) and the recipe (splitting, embedding, indexing) take turns
in one process on the same articles; the median of the rounds counts. Loading a model is counted for neither.
"""

import argparse
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.plain import PlainRecipe
from index.attribution.attribute import attribute
from index.embedding import packaged_weights
from index.ingest import add
from index.records import Article
from index.sources.files import find, load
from index.storage.corpus import Corpus
from index.text.chunking import split_sentences


def main() -> None:
    options = _options()
    loaded = list(islice(load(find([options.articles])), options.first))
    articles = [item.item for item in loaded if isinstance(item.item, Article)]
    characters = sum(len(article.text) for article in articles)
    ours, plain = [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus.open(Path(folder))
            corpus.embedder.embed_queries(["warm"])
            began = time.perf_counter()
            add(corpus, loaded)
            ours.append(time.perf_counter() - began)
        rows = [{"id": article.id, "text": article.text} for article in articles]
        plain.append(PlainRecipe.over(rows, str(packaged_weights())).seconds)
    attributing = _seconds_attributing(articles)
    mine, theirs = statistics.median(ours), statistics.median(plain)
    print(f"articles {len(articles)}, characters {characters:,}, rounds {options.rounds}")
    print(f"On Record       {characters / mine:10,.0f} characters/s")
    print(f"plain recipe    {characters / theirs:10,.0f} characters/s")
    print(f"ratio           {theirs / mine:10.2f}")
    print(f"attribution     {100 * attributing / (mine - attributing):10.1f} % on top of everything else")


def _seconds_attributing(articles: list[Article]) -> float:
    split = [(article, split_sentences(article.id, article.text)) for article in articles]
    began = time.perf_counter()
    for article, sentences in split:
        attribute(article, sentences)
    return time.perf_counter() - began


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--first", type=int, default=120, help="so many articles at most")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
