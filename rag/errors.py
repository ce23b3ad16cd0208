"""The errors a user can act on: every message is one sentence that says what to do."""


class ReferatError(Exception):
    """Base of all errors that reach a user; `str(error)` is shown as it is."""


class SettingsError(ReferatError):
    """A setting is unknown or has a value that cannot be used."""


class ReadingError(ReferatError):
    """A file cannot be read as minutes."""


class CatalogError(ReferatError):
    """The catalog cannot be opened, or lacks what was asked for."""


class StoreError(ReferatError):
    """The vector store cannot be opened or does not answer."""


class StoreLockedError(StoreError):
    """Another process holds the embedded vector store."""


class FingerprintError(ReferatError):
    """The index was built with another model or chunker than the one in use."""


class EmbeddingError(ReferatError):
    """The embedding model cannot be loaded or unpacked."""


class ReaderError(ReferatError):
    """The reader cannot be loaded or unpacked."""


class LanguageModelError(ReferatError):
    """The language model does not answer, or not usably; the extracted answer is given instead."""


class QuestionError(ReferatError):
    """A question or a filter cannot be used; the message is Danish."""


class NotFoundError(ReferatError):
    """A meeting, an item or a source does not exist; the message is Danish."""
