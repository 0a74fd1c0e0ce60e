"""What a new site begins with: settings, an example note that teaches, a workflow for GitHub."""

import json

from apercu import __version__
from apercu.schema import site_schema

_SETTINGS = """\
# yaml-language-server: $schema=./apercu.schema.json
title: Paper notes
description: Research papers, explained in plain words.
# author: jane
# people: {jane: {name: Jane Doe}}
# base_url: https://user.github.io/papers/
"""

_IGNORED = """\
/_site/
/.apercu/
"""

_EXAMPLE = r"""---
title: "Attention Is All You Need"
authors:
  - Ashish Vaswani
  - Noam Shazeer
  - Niki Parmar
  - Jakob Uszkoreit
  - Llion Jones
  - Aidan N. Gomez
  - Łukasz Kaiser
  - Illia Polosukhin
year: 2017
venue: NeurIPS
arxiv: "1706.03762"
# Up to here it is about the paper, from here on about your note. Every line may be left out.
tldr: Attention alone, without recurrence, is enough to translate well, and it trains faster.
date: 2026-01-15
tags: [attention, machine-translation]
status: read        # or to-read, reading, skimmed
---

This note is an example. Delete it when you like, or mend it and see what happens:
`apercu serve` shows each change at once.

## The idea

A recurrent network reads a sentence word by word, so a GPU waits, even where attention helps it to
look back \cite{journals/corr/BahdanauCB14}. The Transformer lets every word look at all others at
once.

![Each word takes from all others, from some of them more.](figures/attention.svg)

With queries $Q$, keys $K$ and values $V$ it computes

$$
\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right) V
$$

The division by $\sqrt{d_k}$ keeps the softmax away from its flat ends.[^1] Nothing in this formula
knows the order of the words, so sines of different wavelengths are added to the embeddings.

## What it costs

| layer | operations | steps in a row |
|---|---|---|
| self-attention | $O(n^2 d)$ | $O(1)$ |
| recurrent | $O(n d^2)$ | $O(n)$ |

For sentences, where $n < d$, the first is the cheaper one. A head in a few lines:

```python
def attend(q, k, v):
    weights = softmax(q @ k.T / sqrt(k.shape[-1]))
    return weights @ v
```

> [!NOTE]
> For long texts $n^2$ is the problem that hundreds of later papers try to solve.

[^1]: If the entries of a query and a key have variance 1, their product has variance $d_k$.
"""

_FIGURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="600" height="140" viewBox="0 0 600 140">
<rect width="600" height="140" fill="#fff"/>
<g fill="none" stroke="#1d4f91">
<path d="M300 92Q190 0 80 92" stroke-width="1"/>
<path d="M300 92Q245 30 190 92" stroke-width="5"/>
<path d="M300 92Q355 30 410 92" stroke-width="2"/>
<path d="M300 92Q410 0 520 92" stroke-width="3"/>
</g>
<g font-family="sans-serif" font-size="16" text-anchor="middle" fill="#1f2328">
<text x="80" y="116">the</text><text x="190" y="116">robot</text>
<text x="300" y="116" font-weight="bold">it</text>
<text x="410" y="116">was</text><text x="520" y="116">tired</text>
</g>
</svg>
"""

_WORKFLOW = f"""\
# Publishes the site with GitHub Pages at each push to main.
# Once: in the settings of the repository, under Pages, choose "GitHub Actions" as the source.
name: Publish
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions: {{}}
concurrency:
  group: pages
  cancel-in-progress: true
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: read
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - uses: actions/cache@v4
        with:
          path: |
            .apercu/*
            !.apercu/spare
          key: apercu-${{{{ github.sha }}}}
          restore-keys: apercu-
      - id: pages
        uses: actions/configure-pages@v5
      - run: pip install apercu=={__version__}
      - run: apercu build --base-url "${{{{ steps.pages.outputs.base_url }}}}"
      - uses: actions/upload-pages-artifact@v4
        with:
          path: _site
  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""

EXAMPLE = "content/attention-is-all-you-need.md"


def starter_files(*, example: bool) -> dict[str, str]:
    """The files of a new site by path, with the example note and its figure or without."""
    files = {
        "apercu.yml": _SETTINGS,
        "apercu.schema.json": json.dumps(site_schema(), indent=1, ensure_ascii=False) + "\n",
        ".gitignore": _IGNORED,
        ".github/workflows/pages.yml": _WORKFLOW,
    }
    if example:
        files |= {EXAMPLE: _EXAMPLE, "content/figures/attention.svg": _FIGURE}
    return files
