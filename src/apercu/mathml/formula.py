"""What goes into the conversion of mathematics and what comes out of it."""

from apercu.record import Record


class Formula(Record):
    """A piece of TeX as its author wrote it, without its dollars."""

    tex: str
    display: bool


class MathProblem(Record):
    """What is wrong with a formula. Offsets count characters of its `tex`, from 0."""

    message: str
    start: int
    length: int
    """At least 1, but for an empty formula."""
    help: str


class Converted(Record):
    """A formula as HTML: a `<math>` element, or its source in `<code class="math-error">`.

    A problem beside a `<math>` element is something to warn of, not a failure.
    """

    html: str
    problem: MathProblem | None


class FormulaError(Exception):
    """Ends the conversion of one formula; never leaves this package."""

    def __init__(self, message: str, at: int, advice: str = "", length: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        """In characters of the formula, from 0."""
        self.advice = advice
        self.length = length
        """0: up to the end of the command or character at `at`."""


class EndlessError(FormulaError):
    """The macros of the formula go beyond a limit, which took a while to see."""
