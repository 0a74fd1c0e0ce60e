r"""Commands that are other commands, as macros: `\argmin` is `\operatorname*{arg\,min}`.

Each keeps what it means and how it looks; what cannot be said this way is in `constructs`.
"""

from apercu.mathml.expand import Macro, Macros, read_macros

_ALIASES = read_macros(
    {
        # Names of operators
        "argmin": r"\operatorname*{arg\,min}",
        "argmax": r"\operatorname*{arg\,max}",
        "operatornamewithlimits": r"\operatorname*{#1}",
        "varlimsup": r"\operatorname*{\overline{lim}}",
        "varliminf": r"\operatorname*{\underline{lim}}",
        "varinjlim": r"\operatorname*{\underrightarrow{lim}}",
        "varprojlim": r"\operatorname*{\underleftarrow{lim}}",
        "intop": r"\int\limits",
        # Text
        "mbox": r"\text{#1}",
        "hbox": r"\text{#1}",
        "textnormal": r"\text{#1}",
        "textup": r"\text{#1}",
        "textmd": r"\text{#1}",
        "textcopyright": r"\text{©}",
        "textregistered": r"\text{®}",
        "textsl": r"\textit{#1}",
        "textdegree": r"\text{°}",
        "TeX": r"\text{T}\kern-.1667em\raisebox{-.5ex}{E}\kern-.125em\text{X}",
        "LaTeX": r"\text{L}\kern-.36em\raisebox{.3ex}{\scriptsize A}\kern-.15em\TeX",
        "KaTeX": r"\text{K}\kern-.17em\raisebox{.3ex}{\scriptsize A}\kern-.15em\TeX",
        # Letters
        "mathnormal": r"{#1}",
        "mathbbm": r"\mathbb{#1}",
        "mathds": r"\mathbb{#1}",
        "mathbfit": r"\boldsymbol{#1}",
        "mathbfcal": r"\boldsymbol{\mathcal{#1}}",
        "pmb": r"\boldsymbol{#1}",
        # Dots
        "dotsb": r"\cdots",
        "dotsm": r"\cdots",
        "dotsi": r"\cdots",
        "dotsc": r"\ldots",
        "dotso": r"\ldots",
        "dotsx": r"\ldots",
        "hdots": r"\ldots",
        "mathellipsis": r"\ldots",
        "varvdots": r"\vdots",
        # Signs
        "[": r"\lbrack",
        "]": r"\rbrack",
        "sdot": r"\cdot",
        "centerdot": r"\cdot",
        "ordinarycolon": r"{:}",
        "mapsfrom": r"\mathrel{↤}",
        "smallsetminus": r"\mathbin{∖}",
        "smallsmile": r"\mathrel{⌣}",
        "smallfrown": r"\mathrel{⌢}",
        "qed": r"\square",
        "wideparen": r"\overparen{#1}",
        "thicksim": r"\sim",
        "thickapprox": r"\approx",
        "varpropto": r"\propto",
        # Tables
        "cr": r"\\",
        "substack": r"\begin{subarray}{c}#1\end{subarray}",
        "matrix": r"\begin{matrix}#1\end{matrix}",
        "pmatrix": r"\begin{pmatrix}#1\end{pmatrix}",
        "cases": r"\begin{cases}#1\end{cases}",
        "displaylines": r"\begin{gathered}#1\end{gathered}",
        # Space
        "\n": r"\ ",
        "\t": r"\ ",
        "enskip": r"\kern.5em",
        "strut": r"\vphantom{(}",
        "noindent": "",
        "nobreak": "",
        "allowbreak": "",
        "xspace": "",
        "DOTSB": "",
        "DOTSI": "",
        "DOTSX": "",
        # Groups and modes
        "begingroup": "{",
        "endgroup": "}",
        "bgroup": "{",
        "egroup": "}",
        "ensuremath": "{#1}",
        "TextOrMath": "{\\smash{}#2}",
        "nicefrac": r"{}^{#1}\!/\!{}_{#2}",
        "sfrac": r"{}^{#1}\!/\!{}_{#2}",
    }
)

_SILENT = {"\\" + name: Macro((), count=1) for name in ("message", "errmessage", "show", "require")}
"""Speak to the one who runs TeX, and show nothing."""
ALIASES: Macros = _ALIASES | _SILENT

SIGNS = {
    "∅": r"\varnothing",
    "√": r"\surd",
    "∠": r"\angle",
    "∡": r"\measuredangle",
    "∢": r"\sphericalangle",
    "∴": r"\therefore",
    "∵": r"\because",
    "⊤": r"\top",
    "⊥": r"\bot",
}
"""Characters that the engine knows by name only."""
