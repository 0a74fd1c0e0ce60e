"""apercu: publish notes about research papers as a fast static site."""

__version__ = "0.1.0"
