"""`python -m rag` is the command `referat`."""

from rag.cli import main

main()
