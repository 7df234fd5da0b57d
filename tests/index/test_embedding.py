"""Embedding many texts at once."""

import numpy as np
import torch

from index.embedding import Embedder


def test_many_texts_are_dealt_out_and_come_back_in_order(embedder: Embedder) -> None:
    """Each text has the vector it has alone, and the cores are given back."""
    texts = [f"Ferry {n} sailed " + "again " * (n % 7) + "." for n in range(300)]
    cores = torch.get_num_threads()
    together = embedder.embed_documents(texts)
    alone = np.concatenate([embedder.embed_documents([text]) for text in texts[::29]])
    assert np.argmax(alone @ together.T, axis=1).tolist() == list(range(0, 300, 29))
    assert (alone * together[::29]).sum(axis=1).min() > 0.998
    assert torch.get_num_threads() == cores
