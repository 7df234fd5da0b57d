"""The retriever in a real LangChain chain."""

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from index.archive import Archive
from index.retriever import OnRecordRetriever


def test_documents_carry_what_it_takes_to_cite_them(samples: Archive) -> None:
    retriever = OnRecordRetriever(archive=samples, k=3)
    chain = retriever | RunnableLambda(lambda documents: [check(samples, document) for document in documents])
    titles = chain.invoke("Who resigned from Merrow Bank?")
    assert len(titles) == 3
    assert "Merrow Bank chief quits as breach count passes 1.1 million" in titles


def check(samples: Archive, document: Document) -> str:
    stored = samples.store.article(document.metadata["article_id"])
    assert stored is not None
    start, end = document.metadata["start"], document.metadata["end"]
    assert document.page_content == stored.text[start:end]
    assert document.metadata["content_hash"] == stored.content_hash
    assert document.id == f"{stored.id}:{start}-{end}"
    return stored.title
