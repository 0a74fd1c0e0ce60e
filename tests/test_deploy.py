"""A deployment pushes what was built and touches nothing else."""

import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest

from apercu.deploy import (
    MOST_FILE,
    Deployment,
    Repository,
    beyond_limits,
    pages_url,
    settings_url,
)
from apercu.diagnostic import ApercuError
from conftest import read_tree, write_tree

SITE: dict[str, str | bytes] = {
    "apercu.yml": "title: Notes\nbase_url: https://jane.github.io/notes/\n",
    "content/a.md": "# A paper\n\nText, [b](b.md) and ![p](p.svg).\n",
    "content/b.md": "# Another paper\n\nText.\n",
    "content/p.svg": '<svg xmlns="http://www.w3.org/2000/svg"\r\n width="3" height="2"></svg>\r\n',
    ".gitignore": "/_site/\n/.apercu/\n",
}
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Jane", "GIT_AUTHOR_EMAIL": "jane@example.org",
    "GIT_COMMITTER_NAME": "Jane", "GIT_COMMITTER_EMAIL": "jane@example.org",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True, text=True, check=True, env=ENVIRONMENT,
    )  # fmt: skip
    return run.stdout.strip()


def run(site: Path, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "apercu", "deploy", str(site), *options]
    environment = {**ENVIRONMENT, **more}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def site(tmp_path: Path, remote: Path) -> Path:
    folder = write_tree(tmp_path / "site", SITE)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "Notes")
    git(folder, "remote", "add", "origin", str(remote))
    return folder


def published(remote: Path, tmp_path: Path) -> dict[str, bytes]:
    """The files of the branch, as a server would get them."""
    folder = tmp_path / f"clone-{len(list(tmp_path.iterdir()))}"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(remote), str(folder))
    return {k: v for k, v in read_tree(folder).items() if not k.startswith(".git/")}


def commits(remote: Path) -> list[str]:
    return git(remote, "rev-list", "gh-pages").splitlines()


def state(site: Path) -> tuple[str, ...]:
    """What a deployment may not touch."""
    return (
        git(site, "status", "--porcelain"),
        git(site, "rev-parse", "HEAD"),
        git(site, "branch"),
        git(site, "ls-files", "--stage"),
        git(site, "stash", "list"),
        git(site, "config", "--list", "--local"),
    )


@pytest.mark.row(41)
def test_the_branch_holds_exactly_what_was_built(site: Path, remote: Path, tmp_path: Path) -> None:
    before = state(site)
    done = run(site)
    assert done.returncode == 0, done.stderr
    pattern = r"pushed \d+ changed files to gh-pages of origin \(([0-9a-f]{7})\)\n"
    match = re.fullmatch(pattern + "https://jane.github.io/notes/\n", done.stdout)
    assert match and git(remote, "rev-parse", "gh-pages").startswith(match[1])
    assert "the branch gh-pages and the folder / (root)" in done.stderr
    built = read_tree(site / "_site")
    assert published(remote, tmp_path) == built
    assert b"\r\n" in built["papers/a-paper/p.svg"]
    assert {".nojekyll", "papers/a-paper/index.html"} <= built.keys()
    assert state(site) == before
    assert git(site, "fsck", "--strict") == ""
    assert git(remote, "fsck", "--strict") == ""


def test_nothing_new_is_no_new_commit(site: Path, remote: Path) -> None:
    run(site)
    again = run(site)
    assert (again.returncode, again.stderr) == (0, "")
    assert "is up to date" in again.stdout
    assert len(commits(remote)) == 1


def test_a_change_is_a_commit_on_top_and_what_is_gone_goes(
    site: Path, remote: Path, tmp_path: Path
) -> None:
    run(site)
    (first,) = commits(remote)
    (site / "content/b.md").unlink()
    (site / "content/a.md").write_text("# A paper\n\nNew text.\n", "utf-8")
    dry = run(site, "--dry-run")
    assert "M papers/a-paper/index.html" in dry.stdout
    assert "D papers/another-paper/index.html" in dry.stdout
    assert commits(remote) == [first]
    assert run(site).returncode == 0
    assert commits(remote)[1:] == [first]
    files = published(remote, tmp_path)
    assert "papers/another-paper/index.html" not in files
    assert b"New text." in files["papers/a-paper/index.html"]


@pytest.mark.row(41)
@pytest.mark.point(15)
def test_a_dirty_tree_staged_files_filters_and_hooks_do_not_matter(
    site: Path, remote: Path, tmp_path: Path
) -> None:
    git(site, "config", "core.autocrlf", "true")
    (site / ".gitattributes").write_text("* text eol=crlf\n", "utf-8")
    (site / "staged.txt").write_text("staged", "utf-8")
    git(site, "add", "staged.txt")
    (site / "untracked.txt").write_text("untracked", "utf-8")
    for name in (
        "pre-commit",
        "pre-push",
        "commit-msg",
        "reference-transaction",
        "post-index-change",
    ):
        hook = site / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/hook-ran'\nexit 1\n", "utf-8")
        hook.chmod(0o755)
    # Its time alone is new, which git would note in the index when it looks.
    os.utime(site / "content/b.md", (1, 1))
    index = (site / ".git" / "index").read_bytes()
    done = run(site)
    assert done.returncode == 0, done.stderr
    assert "warning: 4 files of the site not committed; deployed as they are" in done.stderr
    assert (site / ".git" / "index").read_bytes() == index
    assert not (tmp_path / "hook-ran").exists()
    assert published(remote, tmp_path) == read_tree(site / "_site")


@pytest.mark.row(42)
@pytest.mark.point(15)
def test_files_of_others_in_the_output_are_not_deployed(
    site: Path, remote: Path, tmp_path: Path
) -> None:
    run(site)
    (site / "_site" / "mine.txt").write_text("private", "utf-8")
    (site / "content/b.md").write_text("# Another paper\n\nMore.\n", "utf-8")
    run(site)
    assert "mine.txt" not in published(remote, tmp_path)


@pytest.mark.row(42)
@pytest.mark.point(15)
def test_commits_of_others_are_built_upon(site: Path, remote: Path, tmp_path: Path) -> None:
    run(site)
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(remote), str(other))
    (other / "theirs.txt").write_text("x", "utf-8")
    git(other, "add", "-A")
    git(other, "commit", "--quiet", "-m", "Theirs")
    git(other, "push", "--quiet")
    assert run(site).returncode == 0
    assert len(commits(remote)) == 3
    assert published(remote, tmp_path) == read_tree(site / "_site")


def test_commits_of_others_meanwhile_are_not_lost(site: Path, remote: Path) -> None:
    run(site)
    repository = Repository(site, "origin")
    head = repository.head_of("gh-pages")
    (site / "content/b.md").unlink()
    assert run(site).returncode == 0
    commit = repository.commit(repository.objects_of(head), head, "Too late")
    with pytest.raises(ApercuError) as refused:
        repository.push(commit, "gh-pages", head)
    assert (refused.value.exit_code, "somebody else" in refused.value.help) == (3, True)
    assert commit not in commits(remote)


def test_what_the_remote_says_when_it_refuses_is_shown_without_secrets(
    site: Path, remote: Path
) -> None:
    hook = remote / "hooks" / "pre-receive"
    said = "no pages on fridays, see https://jane:hunter2@example.org/"
    hook.write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    done = run(site)
    shown = "no pages on fridays, see https://example.org/"
    assert (done.returncode, shown in done.stderr) == (3, True)
    assert "somebody else" not in done.stderr
    git(site, "remote", "set-url", "origin", "http://jane:hunter2@127.0.0.1:1/jane/notes.git")
    done = run(site)
    assert (done.returncode, "127.0.0.1" in done.stderr) == (3, True)
    assert "hunter2" not in done.stdout + done.stderr


def test_it_may_be_called_from_a_hook_and_at_no_branch(
    site: Path, remote: Path, tmp_path: Path
) -> None:
    git(site, "checkout", "--quiet", "--detach")
    before = state(site)
    other = tmp_path / "elsewhere"
    other.mkdir()
    git(other, "init", "--quiet")
    done = run(site, GIT_DIR=str(other / ".git"), GIT_INDEX_FILE=str(other / "index"))
    assert done.returncode == 0, done.stderr
    assert published(remote, tmp_path) == read_tree(site / "_site")
    assert state(site) == before
    assert not (other / "index").exists()


@pytest.mark.row(41)
def test_a_linked_worktree_deploys_as_well(site: Path, remote: Path, tmp_path: Path) -> None:
    git(site, "worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "draft")
    assert run(tmp_path / "tree").returncode == 0
    assert published(remote, tmp_path) == read_tree(tmp_path / "tree" / "_site")


@pytest.mark.row(42)
def test_a_build_that_fails_deploys_nothing(site: Path, remote: Path) -> None:
    (site / "content/a.md").write_text("---\nyear: x\n---\n# A\n", "utf-8")
    done = run(site)
    assert done.returncode == 1
    assert "AP101" in done.stderr
    assert "nothing was deployed" in done.stderr
    assert git(remote, "branch", "--list") == ""


@pytest.mark.row(42)
@pytest.mark.parametrize(
    ("prepare", "code", "message"),
    [
        ("rm -rf .git", 2, "is in no git repository"),
        ("git remote remove origin", 2, "there is no remote `origin`"),
        ("git remote set-url origin /nowhere/at/all", 3, "cannot reach the remote"),
        ("echo 'deploy: {branch: --force}' >> apercu.yml", 2, "AP402"),
    ],
)
def test_what_cannot_be_deployed_is_said(site: Path, prepare: str, code: int, message: str) -> None:
    subprocess.run(["sh", "-c", prepare], cwd=site, check=True)
    environment = {**ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(site.parent)}
    command = [sys.executable, "-m", "apercu", "deploy", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr


def test_a_domain_of_ones_own_is_in_the_branch(site: Path, remote: Path, tmp_path: Path) -> None:
    (site / "apercu.yml").write_text("domain: notes.example.org\n", "utf-8")
    done = run(site)
    assert "https://notes.example.org/" in done.stdout
    files = published(remote, tmp_path)
    assert files["CNAME"] == b"notes.example.org\n"
    assert b"https://notes.example.org/papers/a-paper/" in files["sitemap.xml"]
    # A domain that was given in the settings of GitHub, which writes it into the branch.
    (site / "apercu.yml").write_text("title: Notes\n", "utf-8")
    done = run(site)
    assert "https://notes.example.org/" in done.stdout
    assert "kept CNAME of gh-pages: notes.example.org" in done.stderr
    files = published(remote, tmp_path)
    assert files["CNAME"] == b"notes.example.org\n"
    assert b"https://notes.example.org/papers/a-paper/" in files["sitemap.xml"]
    assert "up to date" in run(site).stdout


def test_the_first_time_says_what_to_click(site: Path, remote: Path) -> None:
    github = "https://github.com/Jane/papers.git"
    assert settings_url(github) == "https://github.com/Jane/papers/settings/pages"
    assert settings_url(str(remote)) == ""
    write_tree(site, {".github/workflows/pages.yml": "name: Publish\n"})
    said = run(site).stderr
    assert "choose Deploy from a branch" in said
    assert "Or choose GitHub Actions there" in said
    (site / "content/b.md").unlink()
    assert "choose" not in run(site).stderr


@pytest.mark.parametrize(
    ("size", "largest", "said"),
    [
        (1_000_000_000, 100_000_000, ()),
        (1_000_000_001, 1, ("the site has 1,000 MB, and GitHub Pages takes 1,000",)),
        (200_000_000, 100_600_000, ("x.bin has 101 MB, and GitHub takes 100",)),
    ],
)
def test_limits_of_github(size: int, largest: int, said: tuple[str, ...]) -> None:
    deployment = Deployment((), 1, size, True, ("x.bin", largest), {})
    assert beyond_limits(deployment) == said


def test_a_large_file_is_warned_of_before_it_is_pushed(site: Path) -> None:
    (site / "static").mkdir()
    with (site / "static" / "x.bin").open("wb") as file:
        file.truncate(MOST_FILE + 1)
    done = run(site, "--dry-run")
    assert "warning: x.bin has 100 MB, and GitHub takes 100" in done.stderr
    assert "A x.bin\n" in done.stdout


def test_the_pushed_site_has_no_broken_link_under_its_path(
    site: Path, remote: Path, tmp_path: Path
) -> None:
    shutil.rmtree(site / "content")
    shutil.copytree(Path(__file__).parents[1] / "content", site / "content")
    assert run(site).returncode == 0
    files = published(remote, tmp_path)
    root = write_tree(tmp_path / "served", {f"notes/{k}": v for k, v in files.items()})
    handler = partial(Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        met, waiting = set(), [f"{here}/notes/", f"{here}/notes/404.html"]
        waiting += [
            here + urlsplit(url).path
            for url in re.findall(r"<loc>(.*?)</loc>", files["sitemap.xml"].decode())
        ]
        while waiting:
            url = waiting.pop()
            if url in met:
                continue
            met.add(url)
            with urllib.request.urlopen(
                quote(url, safe=":/%")
            ) as answer:  # an HTTPError names what is broken
                is_page = answer.headers["Content-Type"].startswith("text/html")
                links = Links(answer.read().decode()).found if is_page else []
            targets = (urldefrag(urljoin(url, link))[0] for link in links)
            waiting += [
                t.replace("https://jane.github.io", here)
                for t in targets
                if t.startswith((here, "https://jane.github.io/"))
            ]
        server.shutdown()
    assert all(url.startswith(f"{here}/notes/") for url in met)
    assert len(met) > 60


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Links(HTMLParser):
    """Every address that a page fetches or leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.mark.parametrize(
    ("remote_url", "url"),
    [
        ("https://github.com/Jane/notes.git", "https://jane.github.io/notes/"),
        ("git@github.com:jane/notes.git", "https://jane.github.io/notes/"),
        ("ssh://git@github.com/jane/my.notes", "https://jane.github.io/my.notes/"),
        ("https://token@github.com/jane/Jane.github.io/", "https://jane.github.io/"),
        ("https://gitlab.com/jane/notes.git", ""),
        ("/srv/git/notes.git", ""),
    ],
)
def test_pages_url(remote_url: str, url: str) -> None:
    assert pages_url(remote_url) == url


@pytest.mark.row(42)
@pytest.mark.point(15)
def test_a_domain_that_github_was_told_is_kept(site: Path, remote: Path, tmp_path: Path) -> None:
    run(site)
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(remote), str(other))
    (other / "CNAME").write_text("notes.example.org", "utf-8")
    git(other, "add", "-A")
    git(other, "commit", "--quiet", "-m", "Create CNAME")
    git(other, "push", "--quiet")
    (site / "content/b.md").write_text("# Another paper\n\nMore.\n", "utf-8")
    done = run(site)
    assert done.returncode == 0
    assert "kept CNAME of gh-pages: notes.example.org" in done.stderr
    files = published(remote, tmp_path)
    assert files.pop("CNAME") == b"notes.example.org"
    assert files == read_tree(site / "_site")
    assert "is up to date" in run(site).stdout


@pytest.mark.row(42)
@pytest.mark.point(15)
def test_what_git_says_is_shown_and_no_password_in_it(site: Path) -> None:
    url = "http://jane:s3cret-t0ken@127.0.0.1:9/notes.git"
    git(site, "remote", "set-url", "origin", url)
    done = run(site)
    assert done.returncode == 3
    assert "127.0.0.1" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr
    assert "jane:" not in done.stdout + done.stderr


@pytest.mark.row(42)
def test_a_remote_that_refuses_is_quoted_and_keeps_what_it_has(site: Path, remote: Path) -> None:
    run(site)
    before = commits(remote)
    hook = remote / "hooks" / "pre-receive"
    hook.write_text(
        "#!/bin/sh\necho 'no mirror at https://jane:t0ken@x.org/a' >&2\nexit 1\n", "utf-8"
    )
    hook.chmod(0o755)
    (site / "content/b.md").write_text("# Another paper\n\nMore.\n", "utf-8")
    done = run(site)
    assert done.returncode == 3
    assert "no mirror at https://x.org/a" in done.stderr
    assert "t0ken" not in done.stderr
    assert commits(remote) == before


@pytest.mark.row(41)
def test_a_detached_head_and_excludes_do_not_matter(
    site: Path, remote: Path, tmp_path: Path
) -> None:
    git(site, "checkout", "--quiet", "--detach")
    (site / ".git/info/exclude").write_text("*.html\n*.css\n", "utf-8")
    git(site, "config", "core.excludesFile", str(site / ".git/info/exclude"))
    before = state(site)
    assert run(site).returncode == 0
    assert published(remote, tmp_path) == read_tree(site / "_site")
    assert state(site) == before
