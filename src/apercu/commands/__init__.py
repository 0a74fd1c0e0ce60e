"""The verbs of the command line, one a file; the order is that of `apercu --help`."""

COMMANDS: tuple[str, ...] = (
    "init",
    "new",
    "build",
    "serve",
    "check",
    "deploy",
    "import",
    "clean",
    "explain",
    "schema",
    "completion",
)
