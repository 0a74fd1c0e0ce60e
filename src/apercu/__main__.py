"""`python -m apercu` is `apercu`."""

from apercu.entry import main

main()
