"""The steps that bring a catalog of any age up to date; run by rag.catalog.database when one is opened."""
