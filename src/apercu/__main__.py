"""`python -m apercu` is `apercu`."""

from apercu.cli import main

main()
