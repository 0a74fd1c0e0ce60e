"""The built site as a commit on a branch of a remote, for GitHub Pages and its like.

Made by git's plumbing with an index of its own: the user's branch, index, files and hooks are never
touched, and nothing is pushed when nothing has changed.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from apercu.diagnostic import ApercuError
from apercu.late import late
from apercu.record import Record
from apercu.survey import MANIFEST
from apercu.text import visible

MOST_BYTES, MOST_FILE = 1_000_000_000, 100_000_000
"""Of a site, and of one file: what GitHub Pages and GitHub take (docs.github.com)."""

CNAME = "CNAME"
"""The file that tells GitHub Pages of a domain; its settings write it into the branch, too."""

_OF_ANOTHER_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)  # fmt: skip
"""What git tells its hooks of the repository at hand (git rev-parse --local-env-vars)."""
_QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0")
_GITHUB = late(r"(?:https://(?:[^/@]+@)?|git@|ssh://git@)github\.com[:/]([^/]+)/(.+?)(?:\.git)?/?")


class Deployment(Record):
    """What is pushed where."""

    changes: tuple[tuple[str, str], ...]
    """`A`, `M` or `D` and the path of each file that differs, sorted by path."""
    files: int
    bytes: int
    is_first: bool
    """Whether the branch was not there before."""
    largest: tuple[str, int]
    objects: Mapping[str, str]
    """What git calls the content of each file."""


class Repository:
    """The git repository that holds a site."""

    def __init__(self, site: Path, remote: str) -> None:
        """Raises ApercuError with exit code 2 where there is no git, or no such remote."""
        self.site = site
        self.remote = remote
        help = "make one with: git init, and add where it should go: git remote add origin URL"
        try:
            found = self._run("rev-parse", "--git-dir", check=False)
        except FileNotFoundError as error:
            raise ApercuError(
                "git is not installed", "install it, as in apt-get install git", 2
            ) from error
        if found.returncode:
            raise ApercuError(f"{site} is in no git repository", help, 2)
        url = self._run("remote", "get-url", remote, check=False)
        if url.returncode:
            raise ApercuError(f"there is no remote `{remote}`", f"git remote add {remote} URL", 2)
        self.url = url.stdout.decode().strip()
        # Where git is told to go another way to GitHub, as through a mirror, it is still GitHub.
        named = self._run("config", "--get", f"remote.{remote}.url", check=False)
        if not pages_url(self.url) and pages_url(named.stdout.decode().strip()):
            self.url = named.stdout.decode().strip()

    def head_of(self, branch: str) -> str:
        """The commit of a branch on the remote, with its objects here; empty if there is none."""
        ref = f"refs/heads/{branch}"
        listed = self._run("ls-remote", self.remote, ref, refuses="cannot reach the remote")
        head = listed.stdout.decode().partition("\t")[0].strip()
        if head:
            self._run(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
                self.remote, ref, refuses="cannot fetch from the remote",
            )  # fmt: skip
        return head

    def domain_of(self, commit: str) -> str:
        """The domain that the branch has been given; empty if it has none."""
        if CNAME not in self.objects_of(commit):
            return ""
        content = self._run("cat-file", "blob", f"{commit}:{CNAME}").stdout
        name = content.decode("utf-8", "replace").strip()
        return name if re.fullmatch(r"[\w.-]+", name) else ""

    def changed_files(self) -> int:
        """How many files of the site differ from the last commit, new ones too."""
        listed = self._run("status", "--porcelain", "-z", "--", ".", check=False).stdout
        return sum(1 for line in listed.split(b"\0") if line)

    def hash_files(self, folder: Path, names: Sequence[str], *, keep: bool) -> dict[str, str]:
        """The object of each file by name, as it is: no filter of git changes a byte."""
        paths = "\n".join(str(folder / name) for name in names)
        options = ["-w"] if keep else []
        done = self._run(
            "hash-object", *options, "--no-filters", "--stdin-paths", input=f"{paths}\n".encode()
        )
        return dict(zip(names, done.stdout.decode().split(), strict=True)) if names else {}

    def objects_of(self, commit: str) -> dict[str, str]:
        """The object of each file of a commit, by name."""
        if not commit:
            return {}
        found: dict[str, str] = {}
        for line in self._run("ls-tree", "-r", "-z", commit).stdout.decode().split("\0"):
            about, _, name = line.partition("\t")
            if name:
                found[name] = about.split()[2]
        return found

    def commit(self, objects: Mapping[str, str], parent: str, message: str) -> str:
        """A commit with exactly these files."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            lines = "".join(f"100644 {sha}\t{name}\0" for name, sha in sorted(objects.items()))
            self._run("update-index", "-z", "--index-info", input=lines.encode(), env=index)
            tree = self._run("write-tree", env=index).stdout.decode().strip()
        parents = ["-p", parent] if parent else []
        made = self._run("commit-tree", tree, *parents, "-m", message, env=self._identity())
        return made.stdout.decode().strip()

    def push(self, commit: str, branch: str, expected: str) -> None:
        """Make the branch of the remote the commit, if it is still where it was."""
        ref = f"refs/heads/{branch}"
        self._run(
            "push", "--quiet", "--no-verify", f"--force-with-lease={ref}:{expected}", self.remote,
            f"{commit}:{ref}", refuses=f"`{branch}` of {self.remote} did not take it",
        )  # fmt: skip

    def _identity(self) -> dict[str, str]:
        """A name for the commit where the user has none."""
        if self._run("var", "GIT_COMMITTER_IDENT", check=False).returncode == 0:
            return {}
        who = {"NAME": "apercu", "EMAIL": "apercu@localhost"}
        return {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}

    def _run(
        self,
        *arguments: str,
        input: bytes = b"",
        env: Mapping[str, str] | None = None,
        check: bool = True,
        refuses: str = "git failed",
    ) -> subprocess.CompletedProcess[bytes]:
        outer = {k: v for k, v in os.environ.items() if k not in _OF_ANOTHER_REPOSITORY}
        # Reading the status would else write the user's index.
        outer |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        done = subprocess.run(
            ["git", "-C", str(self.site), *_QUIET, *arguments],
            input=input,
            capture_output=True,
            env={**outer, **(env or {})},
            check=False,
        )
        if check and done.returncode:
            said = without_secrets(done.stderr.decode("utf-8", "replace")).strip().splitlines()
            has_moved = any(word in line for word in _MOVED for line in said)
            words = "\n".join(visible(line) for line in said[:6])
            help = "somebody else has pushed meanwhile; run it again" if has_moved else words
            raise ApercuError(refuses, help)
        return done


_MOVED = ("(stale info)", "(fetch first)", "(non-fast-forward)", "cannot lock ref")


def without_secrets(text: str) -> str:
    """The text with the names and passwords in its addresses left out."""
    return re.sub(r"(?<=://)[^/\s'\"]*@", "", text)


def prepare(repository: Repository, output: Path, head: str, *, keep: bool) -> Deployment:
    """What of the files that a build of ours made differs from a commit.

    With `keep` their objects are made, for `commit` to name.
    """
    names = sorted(json.loads((output / MANIFEST).read_text("utf-8")))
    sizes = {name: (output / name).stat().st_size for name in names}
    old = repository.objects_of(head)
    new = repository.hash_files(output, names, keep=keep)
    if CNAME in old:
        new.setdefault(CNAME, old[CNAME])
    changes = [("D", name) for name in old.keys() - new.keys()]
    changes += [("A" if n not in old else "M", n) for n, sha in new.items() if old.get(n) != sha]
    changes.sort(key=lambda change: change[1])
    return Deployment(
        changes=tuple(changes),
        files=len(names),
        objects=new,
        bytes=sum(sizes.values()),
        is_first=not head,
        largest=max(sizes.items(), key=lambda item: item[1], default=("", 0)),
    )


def beyond_limits(deployment: Deployment) -> tuple[str, ...]:
    """What GitHub will not take, a sentence each; git itself would."""
    found = []
    if deployment.bytes > MOST_BYTES:
        size = deployment.bytes / 1_000_000
        found.append(f"the site has {size:,.0f} MB, and GitHub Pages takes 1,000")
    name, size = deployment.largest
    if size > MOST_FILE:
        found.append(f"{visible(name)} has {size / 1_000_000:,.0f} MB, and GitHub takes 100")
    return tuple(found)


def settings_url(remote_url: str) -> str:
    """Where to say which branch GitHub Pages shows; empty for a remote elsewhere."""
    match = _GITHUB.fullmatch(remote_url)
    return f"https://github.com/{match[1]}/{match[2]}/settings/pages" if match else ""


def pages_url(remote_url: str) -> str:
    """Where GitHub Pages shows a repository; empty for a remote elsewhere."""
    match = _GITHUB.fullmatch(remote_url)
    if match is None:
        return ""
    owner, name = match[1].lower(), match[2]
    if name.lower() == f"{owner}.github.io":
        return f"https://{owner}.github.io/"
    return f"https://{owner}.github.io/{name}/"
