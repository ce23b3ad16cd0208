"""The weights, turned into one ONNX graph from token ids to a unit vector, with fused int8 operators.

Integer products are twice as fast as float32 on a processor. One scale has to serve all 8-bit inputs of a product,
so what makes them unlike is taken out before and put back after it, in exact arithmetic: see `_level` and `_even`.
The graph is written directly instead of exported and quantised: it takes a second, little memory and no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from rag.embedding.weights import BLOCK, BlockMatrix, Floats, Weights

INPUT, OUTPUT = "input_ids", "embedding"
FUSED = "com.microsoft"
OPSETS = (helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1))
IR_VERSION = 10
INT8_RANGE = 64
"""Largest weight: two products with 8-bit inputs then fit the 16 bits that processors without VNNI add in."""
LEAST = 1e-6
"""What a token's largest number counts as at least: nothing can be divided by none."""
SPREAD = 3
"""Standard deviations that a normalised number is taken to reach, before its gain and its offset."""
LEVELLING = 0.8
"""How much of the numbers' unlike size moves into the weights, as in SmoothQuant (Xiao et al., 2023): with 1, the
weights would be as unlike as the numbers were. It adds little to `_even`: on passages of the development items the
reader's error is 0.14 with any value from 0 to 1; the embedding's least cosine in the tests is 0.9989, without 0.9987.
"""

Array = NDArray[Any]


def write_graph(weights: Weights, path: Path) -> None:
    """Write the graph from input_ids (texts, tokens), texts of one length, to embedding (texts, hidden)."""
    graph = EncoderGraph(weights)
    graph.pool(graph.encode(graph.look_up()))
    ids = helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "tokens"])
    vectors = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", weights.architecture.hidden])
    onnx.save(graph.model(ids, vectors), path)


class EncoderGraph:
    """Nodes and constants as they are added; every method returns the name of the tensor it made."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self, given: onnx.ValueInfoProto, result: onnx.ValueInfoProto) -> onnx.ModelProto:
        """Return the whole graph between its input and its output."""
        graph = helper.make_graph(self._nodes, "multilingual-e5-small", [given], [result], self._constants)
        return helper.make_model(graph, opset_imports=list(OPSETS), ir_version=IR_VERSION)

    def look_up(self) -> str:
        """Add the word vectors of the input's ids."""
        return self._add("GatherBlockQuantized", self._word_vectors(), "word", FUSED, gather_axis=0, block_size=BLOCK)

    def encode(self, words: str) -> str:
        """Add positions and all layers to word vectors, shape (texts, tokens, hidden)."""
        states = self._embeddings(words)
        for layer in range(self._weights.architecture.layers):
            states = self._layer(states, prefix=f"l{layer}.")
        return states

    def pool(self, states: str) -> None:
        """Average the tokens' states and scale the result to length 1."""
        self._add("ReduceMean", [states], "mean", axes=[1], keepdims=0)
        self._add("LpNormalization", ["mean"], OUTPUT, axis=1, p=2)

    def heads(self, states: str, *, weight: Floats, bias: Floats, output: str) -> None:
        """Add one number of every token for each row of the weight."""
        products = self._add("MatMul", [states, self._constant("heads.w", weight.T)], "heads")
        self._add("Add", [products, self._constant("heads.b", bias)], output)

    def _embeddings(self, words: str) -> str:
        """Add word, position and type vectors, then normalise."""
        positions = self._weights.vectors["emb.pos"].reshape(-1, self._weights.architecture.hidden)
        # There is only one type of text, so its vector is part of every position.
        positions = positions + self._weights.vectors["emb.type"][: positions.shape[1]]
        self._add("Shape", [words], "length", start=1, end=2)
        start = self._constant("start", np.zeros(1, dtype=np.int64))
        self._add("Slice", [self._constant("positions", positions), start, "length", start], "position")
        return self._normalize([words, "position"], "emb.ln")

    def _layer(self, states: str, *, prefix: str) -> str:
        """Add self-attention and the feed-forward part, each with its residual connection."""
        attended = self._attention(states, prefix)
        projected = self._product(attended, prefix + "ao", self._matrix(prefix + "ao"))
        states = self._normalize([projected, states], prefix + "aln", bias=prefix + "ao.b")
        level, levels = self._level(states, prefix + "aln")
        wide = self._even(level, prefix + "fi", levels)
        activated = self._add("BiasGelu", [wide, self._vector(prefix + "fi.b")], prefix + "gelu", FUSED)
        narrow = self._even(activated, prefix + "fo")
        return self._normalize([narrow, states], prefix + "oln", bias=prefix + "fo.b")

    def _attention(self, states: str, prefix: str) -> str:
        parts = [f"{prefix}{part}" for part in "qkv"]
        weight, scale, zero = self._int8(prefix + "qkv", np.concatenate([self._matrix(part) for part in parts]))
        bias = self._constant(prefix + "qkv.b", np.concatenate([self._weights.vectors[part + ".b"] for part in parts]))
        quantized = [f"{prefix}qkv.{part}" for part in ("input", "input_scale", "input_zero")]
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [states], quantized))
        inputs = [quantized[0], weight, bias, quantized[1], scale, "", quantized[2], zero]
        heads = self._weights.architecture.heads
        return self._add("QAttention", inputs, prefix + "attended", FUSED, num_heads=heads)

    def _level(self, states: str, norm: str) -> tuple[str, Floats]:
        """Divide normalised numbers by about their size, which differs twentyfold; return them and what divides them.

        A few of the 384 are always large. The residual connection takes the numbers as they were.
        """
        gain, offset = np.abs(self._weights.vectors[norm + ".w"]), np.abs(self._weights.vectors[norm + ".b"])
        levels: Floats = ((SPREAD * gain + offset) ** LEVELLING).astype(np.float32)
        return self._add("Mul", [states, self._constant(norm + ".levels", 1 / levels)], norm + ".level"), levels

    def _even(self, states: str, name: str, levels: Floats | None = None) -> str:
        """Multiply by a matrix, each token's largest number made 1 before and what it was after.

        Some tokens' numbers are twenty times as large as others', and one scale for all would leave these no digits.
        """
        weights = self._matrix(name) if levels is None else self._matrix(name) * levels
        sizes = self._add("Abs", [states], name + ".sizes")
        largest = self._add("ReduceMax", [sizes], name + ".largest", axes=[2], keepdims=1)
        some = self._add(
            "Max", [largest, self._constant(name + ".least", np.array([LEAST], dtype=np.float32))], name + ".some"
        )
        even = self._add("Div", [states, some], name + ".even")
        return self._add("Mul", [self._product(even, name + ".product", weights), some], name)

    def _product(self, states: str, name: str, weights: Floats) -> str:
        """Multiply by weights, shape (outputs, inputs); a bias is added by the fused operator that follows."""
        return self._add("DynamicQuantizeMatMul", [states, *self._int8(name, weights)], name, FUSED)

    def _matrix(self, name: str) -> Floats:
        weights: Floats = self._weights.matrices[name + ".w"].widen()
        return weights

    def _int8(self, name: str, weights: Floats) -> list[str]:
        """Add a matrix with one scale per output; return weight, scale and zero point."""
        whole, scales = round_rows(weights)
        return [
            self._constant(name + ".w", whole.T),
            self._constant(name + ".s", scales),
            self._constant(name + ".z", np.zeros(len(scales), dtype=np.int8)),
        ]

    def _word_vectors(self) -> list[str]:
        """Add the table of word vectors in its own 4 bits: small, and looked up without a loss."""
        matrix = self._weights.matrices["emb.word"]
        if not isinstance(matrix, BlockMatrix):
            raise TypeError("The word vectors are 4-bit blocks.")
        # Two's complement of (nibble - 8).
        packed = _pack(matrix.unpack() ^ np.uint8(8))
        words = helper.make_tensor("words", TensorProto.INT4, matrix.shape, packed.tobytes(), raw=True)
        self._constants.append(words)
        return ["words", INPUT, self._constant("words.s", matrix.scales.astype(np.float32))]

    def _normalize(self, inputs: list[str], name: str, *, bias: str = "") -> str:
        """Add up the inputs and the bias, and normalise; the one fused operator for this is eight times slower."""
        total = self._add("Add", inputs, name + ".sum")
        if bias:
            total = self._add("Add", [total, self._vector(bias)], name + ".biased")
        norms = [self._vector(name + ".w"), self._vector(name + ".b")]
        return self._add(
            "LayerNormalization", [total, *norms], name, axis=-1, epsilon=self._weights.architecture.epsilon
        )

    def _vector(self, name: str) -> str:
        vector: Floats = self._weights.vectors[name]
        return self._constant(name, vector)

    def _constant(self, name: str, array: Array) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _add(self, op: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        self._nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output


def round_rows(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return whole numbers, shape (rows, columns), and scales, shape (rows,): weight = whole x scale.

    Each row's largest weight becomes INT8_RANGE.
    """
    # A row of zeros has no scale of its own; any will do.
    scales = np.maximum(np.abs(weights).max(axis=1), np.finfo(np.float32).tiny) / INT8_RANGE
    return np.rint(weights / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def _pack(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put neighbouring weights into one byte, the first in the low half."""
    return nibbles[..., 0::2] | (nibbles[..., 1::2] << np.uint8(4))
