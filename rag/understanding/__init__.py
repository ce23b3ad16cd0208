"""The question turned into what it asks for; one module for each kind of sign in it. Values in, values out."""

from rag.understanding.glossary import Glossary
from rag.understanding.intents import PRESENCE, MeetingFact, find_intent
from rag.understanding.known import NOTHING, Known
from rag.understanding.labels import limited_to
from rag.understanding.query import YEAR, Query, understand
from rag.understanding.thread import stand_alone
from rag.understanding.topic import ASKING, GENERIC, own_words, topic_words

__all__ = [
    "ASKING",
    "GENERIC",
    "NOTHING",
    "PRESENCE",
    "YEAR",
    "Glossary",
    "Known",
    "MeetingFact",
    "Query",
    "find_intent",
    "limited_to",
    "own_words",
    "stand_alone",
    "topic_words",
    "understand",
]
