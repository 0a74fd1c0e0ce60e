"""Texts that grow towards new code, for all that reads what others wrote.

    python tools/fuzz.py SECONDS [front markdown math]

Each target gets its share of the time. A finding is a text that raises, hangs, gives HTML that a
note may not hold, names a place that is not in the file, or does not survive the cache. Findings
and what was learnt are kept in `.fuzz/`; the exit code is 1 if there are any.
"""

import hashlib
import importlib.util
import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".fuzz"
LONGEST_INPUT = 2048
MOST_FINDINGS = 20
SLOWEST = 60
"""Seconds for one text, under instrumentation that makes all of it about ten times slower."""

SEEDS: dict[str, tuple[str, ...]] = {
    "front": (
        "title: A\nauthors: [B C, {name: D}]\nyear: 2017\narxiv: 1706.03762\ntags: [x, y z]\n",
        "title: 'It''s'\npaper: {doi: 10.1000/x, title: y}\ndate: 2026-11-20\ndraft: yes\n",
        "a: &x [1, 2]\nb: *x\n<<: {c: d}\n? e\n: !!binary aGk=\nf: |\n  g\n  h\n",
        "title: no\nyear: 3.10\nrating: 4/5\nlinks: {Code: https://x.org}\nurl: javascript:x\n",
        "math_macros: {R: '\\mathbb{R}'}\nslug: ../x\naliases: [/a/, CON]\nlang: zh\n",
    ),
    "markdown": (
        "# [T](https://arxiv.org/abs/1706.03762)\n\n_June 2017_\n\nTL;DR: *short*\n\n- a\n  1. b\n",
        "| a | b |\n|---|:-:|\n| `x|y` | $a|b$ |\n\n> [!NOTE]\n> t\n\n[^1]\n\n[^1]: f <b>x</b>\n",
        "![a](x.png)\nFigure 1: c\n\n[b](../n.md#h) <https://x.org> \\cite{a,b} [@a, p. 3; @b]\n",
        "<div onclick=x>\n<script>y</script>\n</div>\n\n<a href='data:1'>z</a> <T, U> &#x1F;\n",
        "```math\nx\n```\n\n~~~python\n'''\n~~~\n\nterm\n: def\n\n- [ ] ~~t~~\n\nh\n=\n{: .c}\n",
    ),
    "math": (
        "\\begin{align} a &= b \\label{e} \\\\ c &\\le d \\tag{1} \\end{align} \\eqref{e}",
        "\\def\\f#1{#1^2} \\f{x} \\left( \\frac{a}{b} \\middle| \\sqrt[3]{c} \\right)_{i}^{j}",
        "\\text{a $b$ \\textbf{c}} \\href{javascript:x}{y} \\color{red}{z} \\hspace{1em} \\not=",
        "\\begin{CD} A @>f>> B \\\\ @VVV @VVV \\end{CD} \\substack{a\\\\b} \\overset{!}{=} % c\n d",
        "{a \\over b} \\mathbb{R}\\!\\;\\, \\operatorname*{arg\\,max}_x \\underbrace{x}_{y}",
    ),
}
"""A few texts of each kind to begin with: of our own writing."""


def main(arguments: Sequence[str]) -> int:
    """Fuzz each target in a process of its own; what one finds does not end the others."""
    if importlib.util.find_spec("atheris") is None:
        print("skipped: atheris is not installed (pip install -e '.[fuzz]', CPython 3.11 to 3.13)")
        return 0
    seconds, names = int(arguments[0]), arguments[1:] or tuple(SEEDS)
    if unknown := set(names) - set(SEEDS):
        sys.exit(f"there is no target {', '.join(sorted(unknown))}; known: {', '.join(SEEDS)}")
    failed = []
    for name in names:
        command = [sys.executable, __file__, "--target", name, str(max(1, seconds // len(names)))]
        done = subprocess.run(command, cwd=ROOT, check=False)
        found = sorted((HOME / name / "findings").iterdir())
        failed += [name] if found or done.returncode else []
        print(f"{name}: {len(found)} findings, exit code {done.returncode}", flush=True)
        for path in found:
            print(f"  {path.relative_to(ROOT)}")
    return 1 if failed else 0


def fuzz(name: str, seconds: int) -> None:
    """Run libFuzzer on one target; it ends the process."""
    import atheris  # an extra that has no wheels for every Python

    folder = HOME / name
    for inner in ("corpus", "findings"):
        (folder / inner).mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[name]:
        (folder / "corpus" / hashlib.sha256(seed.encode()).hexdigest()[:16]).write_text(seed)
    sys.path.insert(0, str(ROOT / "tests"))
    with atheris.instrument_imports(include=["apercu", "markdown_it", "mdit_py_plugins"]):
        look = looks()[name]

    def once(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        try:
            look(text)
        except Exception:  # noqa: BLE001  # each is a finding, and the next text follows
            keep(folder / "findings", text)

    options = [
        f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={SLOWEST}",
        f"-report_slow_units={SLOWEST}",
        "-rss_limit_mb=4096", f"-artifact_prefix={folder}/findings/", "-print_final_stats=1",
        "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(folder / "corpus")], once)
    atheris.Fuzz()


def keep(folder: Path, text: str) -> None:
    """Write a finding down, once for each place that raised it and what it begins to say."""
    report = traceback.format_exc()
    parts = [line[:40] for line in report.split("\n") if not line.startswith("    ")]
    path = folder / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    if not path.exists() and len(list(folder.iterdir())) < MOST_FINDINGS:
        path.write_text(f"{report}\n{json.dumps(text)}\n", "utf-8")
        print(f"found {path}\n{report}", file=sys.stderr, flush=True)


def looks() -> dict[str, Callable[[str], None]]:
    """What is asked of each text, by target. Imported late, so that it can be instrumented."""
    from apercu.codec import decode, encode
    from apercu.hole import fill
    from apercu.mathml import Formula, convert, plain_math
    from apercu.model import Parsed, Source
    from apercu.parse import ParseOptions, parse_source
    from judge import Judge

    def note(text: str) -> None:
        source = Source("content/n.md", text.replace("\r\n", "\n").replace("\r", "\n"))
        parsed = parse_source(source, ParseOptions())
        lines = source.text.split("\n")
        for diagnostic in parsed.diagnostics:
            span = diagnostic.span
            assert 1 <= span.line <= len(lines), diagnostic
            assert span.column >= 1, diagnostic
            assert span.length >= 1, diagnostic
        summary = parsed.summary
        assert summary is not None
        texts = (summary.tldr, summary.claims.title, summary.claims.abstract, summary.found.title)
        body = fill(summary.body.html, lambda number: f' data-hole="{number}"')
        judge = Judge(body + "".join(text.html for text in texts if text))
        assert not judge.faults, judge.faults
        ids = Judge(body).ids
        assert len(ids) == len(set(ids)), ids
        kept = encode(parsed)
        assert decode(Parsed, kept) == parsed

    def math(tex: str) -> None:
        for formula in (Formula(tex, True), Formula(tex, False)):
            (made,) = convert([formula])
            assert not Judge(made.html).faults, made.html
            assert made.problem is None or 0 <= made.problem.start <= len(tex), made.problem
        plain_math(tex)

    return {
        "front": lambda text: note(f"---\n{text}\n---\n\n# T\n"),
        "markdown": note,
        "math": math,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--target"]:
        fuzz(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
