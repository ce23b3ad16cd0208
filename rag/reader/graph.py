"""The reader's weights, turned into one ONNX graph from word vectors to four numbers for every token."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import TensorProto, helper

from rag.embedding.body import Body
from rag.embedding.graph import EncoderGraph
from rag.embedding.weights import Weights
from rag.reader.layout import HEADS

INPUT, OUTPUT = "words", "logits"
HEADS_WEIGHT, HEADS_BIAS = "heads.w", "heads.b"
"""Names of the heads among the weights of a reader."""


def write_reader_graph(weights: Weights, body: Body, path: Path) -> None:
    """Write the graph from words (texts, tokens, hidden), the vectors of their ids, to logits (texts, tokens, heads).

    The table of words stays outside: it is three quarters of the model, and the embedding has it already.
    """
    graph = EncoderGraph(body.put_into(weights))
    states = graph.encode(INPUT)
    graph.heads(states, weight=body.vectors[HEADS_WEIGHT], bias=body.vectors[HEADS_BIAS], output=OUTPUT)
    shape: list[str | int | None] = ["texts", "tokens", weights.architecture.hidden]
    words = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, shape)
    logits = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [*shape[:2], len(HEADS)])
    onnx.save(graph.model(words, logits), path)
