"""Switch off one guard after the other, and see that the tests that should notice do.

    python tools/mutants.py [NAME …]

Works on a copy. A guard whose text is not found any more, and one whose tests stay green without
it, are failures: the exit code is 1.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("src", "templates", "theme", "tests", "content", "bench")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A guard, the text that is it, what stands there without it, and who should notice."""

    name: str
    path: str
    guard: str
    without: str
    test: str


_BOUNDS = "tests/robustness/test_bounds.py"
_BOMBS = "tests/mathml/test_math_bombs.py"
MUTANTS = (
    Mutant("raw HTML is cleaned", "src/apercu/markdown.py",
           "    if sheet.has_html:\n", "    if False:\n",
           "tests/test_clean.py::test_no_html_of_a_note_runs"),
    Mutant("unheard-of schemes are no links", "src/apercu/url.py",
           'return "mail" if name == "mailto" else "unsafe"', 'return "mail"',
           "tests/test_clean.py::test_no_markdown_of_a_note_runs"),
    Mutant("names that are no elements are text", "src/apercu/rules/raw_html.py",
           "([A-Za-z][^\\s/>]*)", "([A-Za-z][A-Za-z0-9-]*)(?=[\\s/>])",
           "tests/test_rules.py::test_rule"),
    Mutant("an SVG that runs is refused", "src/apercu/svg.py",
           'return found[0] if found else ""', 'return ""',
           "tests/robustness/test_untrusted.py::test_an_svg_that_would_run_by_itself_is_not_published"),
    Mutant("the policy of pages", "templates/base.html",
           "default-src 'none'; style-src 'self'", "default-src *; style-src * 'unsafe-inline'",
           "tests/robustness/test_untrusted.py::test_the_policy_is_enforced_by_a_browser"),
    Mutant("YAML tags are refused", "src/apercu/yamlread.py",
           "        if tag is None:\n", "        if True:\n",
           "tests/test_yamlspan.py::test_a_tag_is_refused"),
    Mutant("aliases count as what they stand for", "src/apercu/yamlread.py",
           "elif self._count > MAX_VALUES:", "elif False:",
           "tests/test_yamlspan.py::test_what_grows_too_large_is_refused"),
    Mutant("keys that stand twice are errors", "src/apercu/yamlread.py",
           "elif key.text in lines_by_key:", "elif False:",
           "tests/test_yamlspan.py::test_a_key_that_stands_twice_names_its_first_line"),
    Mutant("lines that are read without a parser have each key once", "src/apercu/yamlplain.py",
           'if match is None or match["key"] in pairs:', "if match is None:",
           "tests/test_yamlspan.py::test_only_what_is_plain_is_read_without_the_parser"),
    Mutant("processes end with the one that began them", "src/apercu/workers.py",
           "while os.getppid() == parent:", "while True:",
           "tests/robustness/test_crashes.py::test_the_processes_of_a_killed_build_end_too"),
    Mutant("blocks too deep lose nothing", "src/apercu/rules/depth.py",
           "if state.level <= MOST or silent:", "if True:",
           "tests/test_rules.py::test_rule"),
    Mutant("paragraphs have a limit of marks", "src/apercu/limits.py",
           "if len(text) <= MOST_MARKS or", "if True or",
           f"{_BOUNDS}::test_a_paragraph_with_too_many_marks_is_text_wherever_it_stands"),
    Mutant("macros use only what they take", "src/apercu/mathml/expand.py",
           "elif 1 <= int(part.text[1]) <= len(values):", "elif True:",
           f"{_BOMBS}::test_a_macro_that_uses_a_parameter_it_does_not_take_is_a_problem"),
    Mutant("a link out of the site is not followed", "src/apercu/read.py",
           "inside = target.relative_to(self.site)", "inside = Path(path)",
           "tests/test_build.py::test_links_out_of_the_site_and_loops_are_passed_over"),
    Mutant("drafts are left out", "src/apercu/link.py",
           'return "draft"', 'return ""',
           "tests/test_link.py::test_a_hidden_note_is_nowhere"),
    Mutant("an alias never hides a page", "src/apercu/plan.py",
           "            if other is None:\n                kept.append(page)\n            else:",
           "            kept.append(page)\n            if other is not None:",
           "tests/robustness/test_paths.py::test_an_alias_never_takes_the_place_of_a_page"),
    Mutant("a manifest is not trusted", "src/apercu/manifest.py",
           "in known.items() if _is_ours(output, name)", "in known.items()",
           "tests/test_write.py::test_a_manifest_is_never_trusted"),
    Mutant("an output that is a link is refused", "src/apercu/output.py",
           "    if output.is_symlink():\n        raise", "    if False:\n        raise",
           "tests/test_write.py::test_an_output_that_is_not_ours_is_refused"),
    Mutant("one build at a time", "src/apercu/lock.py",
           "fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass",
           "tests/test_cli.py::test_another_build_at_work_is_told"),
    Mutant("kept results have checksums", "src/apercu/pack.py",
           "if _checksum(content) != checksum:", "if False:",
           "tests/robustness/test_crashes.py::test_a_cache_that_was_harmed_is_made_again"),
    Mutant("a cache that git brought is not used", "src/apercu/tracked.py",
           "return bool(done.stdout)", "return False",
           "tests/robustness/test_crashes.py::test_a_cache_that_git_brought_is_not_used"),
    Mutant("control characters are escaped", "src/apercu/text.py",
           'return "".join(map(_escape, text))', "return text",
           "tests/test_cli.py::test_control_characters_of_a_note_never_reach_the_terminal"),
    Mutant("a preview answers only its own hosts", "src/apercu/serve.py",
           "middleware=[trusted]", "middleware=[]",
           "tests/test_serve.py::test_a_page_elsewhere_cannot_read_the_preview"),
    Mutant("no hook of the user runs", "src/apercu/deploy.py",
           "core.hooksPath=/dev/null", "core.hooksPath=.git/hooks",
           "tests/test_deploy.py::test_a_dirty_tree_staged_files_filters_and_hooks_do_not_matter"),
    Mutant("no password is shown", "src/apercu/deploy.py",
           "return re.sub(r\"(?<=://)[^/\\s'\\\"]*@\", \"\", text)", "return text",
           "tests/test_deploy.py::test_a_remote_that_refuses_is_quoted_and_keeps_what_it_has"),
)  # fmt: skip


def main(names: Sequence[str]) -> int:
    """Try the mutants that are named, or all."""
    chosen = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    with tempfile.TemporaryDirectory(prefix="apercu-mutants-") as name:
        copy = Path(name)
        for folder in FOLDERS:
            shutil.copytree(ROOT / folder, copy / folder, symlinks=True)
        for file in ("pyproject.toml", "README.md", "apercu.yml"):
            shutil.copy(ROOT / file, copy)
        if tests_of(copy, {mutant.test for mutant in chosen}) != 0:
            print("the tests fail before anything is switched off")
            return 1
        survivors = [mutant.name for mutant in chosen if not is_noticed(copy, mutant)]
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} guards are missed when they are off")
    return 1 if survivors or not chosen else 0


def is_noticed(copy: Path, mutant: Mutant) -> bool:
    """Whether the tests fail without the guard."""
    path = copy / mutant.path
    whole = path.read_text("utf-8")
    if whole.count(mutant.guard) != 1:
        print(f"NOT FOUND  {mutant.name}: its text stands {whole.count(mutant.guard)} times")
        return False
    path.write_text(whole.replace(mutant.guard, mutant.without), "utf-8")
    code = tests_of(copy, {mutant.test})
    path.write_text(whole, "utf-8")
    # 1: tests failed. Every other code is pytest's own trouble, and proves nothing.
    print(f"{'noticed' if code == 1 else f'SURVIVED ({code})'}  {mutant.name}", flush=True)
    return code == 1


def tests_of(copy: Path, tests: set[str]) -> int:
    """The exit code of pytest on the copy."""
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *sorted(tests)]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        print(done.stdout.decode()[-2_000:])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
