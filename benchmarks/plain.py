"""What a user would write instead: LangChain's recursive splitter, HuggingFaceEmbeddings and its FAISS store."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

CHUNK, OVERLAP = 1000, 200


@dataclass(frozen=True, slots=True)
class PlainRecipe:
    """An index made by the recipe, and the seconds it took to add the articles."""

    store: Any
    seconds: float

    @classmethod
    def over(cls, articles: Sequence[dict[str, str]], model: str) -> "PlainRecipe":
        """Split, embed (float32, as is the default) and index the articles; loading the model is not counted."""
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})
        embeddings.embed_query("warm")
        began = time.perf_counter()
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
        documents = splitter.create_documents([a["text"] for a in articles], [{"article": a["id"]} for a in articles])
        store = FAISS.from_documents(documents, embeddings)
        return cls(store, time.perf_counter() - began)

    def search(self, questions: Sequence[dict[str, str]], k: int = 20) -> Iterator[dict[str, Any]]:
        """Return the top passages of each question, in the shape that the scorer reads."""
        for question in questions:
            found = self.store.similarity_search(question["question"], k=k)
            yield {"id": question["id"], "passages": [_passage(document) for document in found]}


def _passage(document: Any) -> dict[str, Any]:
    start, text = document.metadata["start_index"], document.page_content
    return {"article_id": document.metadata["article"], "start": start, "end": start + len(text), "text": text}
