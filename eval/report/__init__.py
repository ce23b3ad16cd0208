"""Runs turned into what people look at: a table for the terminal, and a page with plots."""
