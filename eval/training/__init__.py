"""Train the domain's own models: the adapted embedding body and the reader."""
