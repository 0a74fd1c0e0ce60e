"""The names of conferences and journals: one short name for the many ways to write it.

An unknown venue is kept as it is written.
"""

import re
from collections.abc import Mapping

from apercu.late import late

MAX_VENUE = 300
"""Characters; a longer text is no name of a venue and is kept as it is."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "AAAI": ("AAAI Conference on Artificial Intelligence", "National Conference on AI"),
    "ACCV": ("Asian Conference on Computer Vision",),
    "ACL": (
        "ACL-IJCNLP",
        "Annual Meeting of the Association for Computational Linguistics",
        "Meeting of the Association for Computational Linguistics",
        "Association for Computational Linguistics",
    ),
    "ACM Computing Surveys": ("ACM Comput. Surv.", "CSUR"),
    "ACM MM": ("ACM International Conference on Multimedia", "ACM Multimedia"),
    "AISTATS": (
        "Conference on Artificial Intelligence and Statistics",
        "Artificial Intelligence and Statistics",
    ),
    "Artificial Intelligence": ("Artif. Intell.", "Artificial Intelligence Journal"),
    "arXiv": (
        "CoRR",
        "Computing Research Repository",
        "arXiv preprint",
        "arXiv.org",
        "arXiv e-prints",
    ),
    "ASPLOS": (
        "Conference on Architectural Support for Programming Languages and Operating Systems",
    ),
    "AsiaCCS": ("ACM Asia Conference on Computer and Communications Security",),
    "BMVC": ("British Machine Vision Conference",),
    "CCS": ("ACM Conference on Computer and Communications Security", "ACM CCS"),
    "CHI": (
        "CHI Conference on Human Factors in Computing Systems",
        "Conference on Human Factors in Computing Systems",
    ),
    "CIKM": ("Conference on Information and Knowledge Management",),
    "CoLM": ("Conference on Language Modeling", "COLM"),
    "COLING": ("Conference on Computational Linguistics",),
    "COLT": ("Conference on Learning Theory", "Annual Conference on Computational Learning Theory"),
    "CoNLL": ("Conference on Computational Natural Language Learning",),
    "CoRL": ("Conference on Robot Learning",),
    "CRYPTO": ("International Cryptology Conference",),
    "CSCW": ("Conference on Computer-Supported Cooperative Work and Social Computing",),
    "CVPR": (
        "Conference on Computer Vision and Pattern Recognition",
        "Computer Vision and Pattern Recognition",
    ),
    "EACL": (
        "Conference of the European Chapter of the Association for Computational Linguistics",
    ),
    "ECCV": ("European Conference on Computer Vision",),
    "ECML PKDD": (
        "ECML-PKDD",
        "ECML/PKDD",
        "European Conference on Machine Learning and Knowledge Discovery in Databases",
    ),
    "EMNLP": (
        "EMNLP-IJCNLP",
        "Conference on Empirical Methods in Natural Language Processing",
        "Empirical Methods in Natural Language Processing",
    ),
    "EuroSys": ("European Conference on Computer Systems",),
    "FAccT": ("Conference on Fairness, Accountability, and Transparency", "FAT*"),
    "Findings of ACL": (
        "Findings of the Association for Computational Linguistics",
        "ACL Findings",
        "Findings of the Association for Computational Linguistics: ACL",
    ),
    "Findings of EMNLP": (
        "Findings of the Association for Computational Linguistics: EMNLP",
        "EMNLP Findings",
    ),
    "Findings of NAACL": (
        "Findings of the Association for Computational Linguistics: NAACL",
        "NAACL Findings",
    ),
    "FOCS": ("Symposium on Foundations of Computer Science",),
    "GECCO": ("Genetic and Evolutionary Computation Conference",),
    "HPCA": ("Symposium on High-Performance Computer Architecture",),
    "ICASSP": ("Conference on Acoustics, Speech and Signal Processing",),
    "ICCV": ("Conference on Computer Vision",),
    "ICDE": ("Conference on Data Engineering",),
    "ICDM": ("Conference on Data Mining",),
    "ICLR": ("Conference on Learning Representations",),
    "ICML": ("Conference on Machine Learning",),
    "ICRA": ("Conference on Robotics and Automation",),
    "ICSE": ("Conference on Software Engineering",),
    "IJCAI": (
        "Joint Conference on Artificial Intelligence",
        "International Joint Conferences on Artificial Intelligence",
    ),
    "IJCNN": ("Joint Conference on Neural Networks",),
    "IJCNLP": ("Joint Conference on Natural Language Processing",),
    "IJCV": ("International Journal of Computer Vision", "Int. J. Comput. Vis."),
    "INTERSPEECH": (
        "Conference of the International Speech Communication Association",
        "Annual Conference of the International Speech Communication Association",
    ),
    "IROS": ("Conference on Intelligent Robots and Systems",),
    "ISCA": ("Symposium on Computer Architecture",),
    "ISIT": ("Symposium on Information Theory",),
    "ISMIR": ("International Society for Music Information Retrieval Conference",),
    "JAIR": ("Journal of Artificial Intelligence Research", "J. Artif. Intell. Res."),
    "JMLR": ("Journal of Machine Learning Research", "J. Mach. Learn. Res."),
    "JACM": ("Journal of the ACM", "J. ACM"),
    "KDD": (
        "Conference on Knowledge Discovery and Data Mining",
        "Conference on Knowledge Discovery & Data Mining",
        "SIGKDD",
    ),
    "LREC": ("Conference on Language Resources and Evaluation",),
    "MICCAI": (
        "Conference on Medical Image Computing and Computer Assisted Intervention",
        "Medical Image Computing and Computer-Assisted Intervention",
    ),
    "MICRO": ("Symposium on Microarchitecture",),
    "MLSys": ("Conference on Machine Learning and Systems", "SysML"),
    "NAACL": (
        "NAACL-HLT",
        "Conference of the North American Chapter of the Association for Computational Linguistics",
        "Conference of the North American Chapter of the Association for Computational Linguistics:"
        " Human Language Technologies",
    ),
    "NDSS": ("Network and Distributed System Security Symposium",),
    "NeurIPS": (
        "NIPS",
        "Advances in Neural Information Processing Systems",
        "Conference on Neural Information Processing Systems",
        "Neural Information Processing Systems",
        "Adv. Neural Inf. Process. Syst.",
    ),
    "NSDI": ("Symposium on Networked Systems Design and Implementation",),
    "OSDI": ("Symposium on Operating Systems Design and Implementation",),
    "PLDI": ("Conference on Programming Language Design and Implementation",),
    "PNAS": (
        "National Academy of Sciences",
        "National Academy of Sciences of the United States of America",
    ),
    "POPL": ("Symposium on Principles of Programming Languages",),
    "RecSys": ("Conference on Recommender Systems",),
    "RSS": ("Robotics: Science and Systems", "Robotics Science and Systems"),
    "SIGCOMM": (
        "Conference on Applications, Technologies, Architectures, and Protocols for"
        " Computer Communications",
    ),
    "SIGGRAPH": ("Conference on Computer Graphics and Interactive Techniques",),
    "SIGIR": ("Conference on Research and Development in Information Retrieval",),
    "SIGMOD": ("Conference on Management of Data",),
    "SODA": ("Symposium on Discrete Algorithms",),
    "SOSP": ("Symposium on Operating Systems Principles",),
    "STOC": ("Symposium on Theory of Computing", "Symposium on the Theory of Computing"),
    "TACL": (
        "Transactions of the Association for Computational Linguistics",
        "Trans. Assoc. Comput. Linguistics",
    ),
    "TMLR": ("Transactions on Machine Learning Research", "Trans. Mach. Learn. Res."),
    "TOG": ("ACM Transactions on Graphics", "ACM Trans. Graph."),
    "TPAMI": (
        "PAMI",
        "Transactions on Pattern Analysis and Machine Intelligence",
        "Trans. Pattern Anal. Mach. Intell.",
    ),
    "UAI": (
        "Conference on Uncertainty in Artificial Intelligence",
        "Uncertainty in Artificial Intelligence",
    ),
    "UIST": ("Symposium on User Interface Software and Technology",),
    "USENIX ATC": ("USENIX Annual Technical Conference",),
    "USENIX Security": ("USENIX Security Symposium",),
    "VLDB": (
        "Conference on Very Large Data Bases",
        "VLDB Endowment",
        "PVLDB",
        "Proc. VLDB Endow.",
    ),
    "WACV": ("Winter Conference on Applications of Computer Vision",),
    "WSDM": ("Conference on Web Search and Data Mining",),
    "WWW": ("The Web Conference", "World Wide Web Conference", "Conference on World Wide Web"),
}

_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINAL = late(
    rf"\b(?:\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty|sixty|seventy)[- ])?(?:{_UNITS})"
    r"|tenth|eleventh|twelfth|\w+teenth|(?:twent|thirt|fort|fift|sixt|sevent)ieth)\b",
    re.IGNORECASE,
)
_PROCEEDINGS = late(
    r"^(?:in:?\s+)?(?:(?:conference|workshop)\s+)?(?:proceedings|proc\.?)\s+(?:of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_YEAR = late(r"(?:^|(?<=[\s,(/:-]))(?:19|20)\d{2}(?![\w-])|(?<=[A-Za-z])['’]\d{2}(?!\w)")
_TIGHT_YEAR = late(r"(?<=[A-Za-z])[-_/]?(?:(?:19|20)\d{2}|[-_][0-9]{2})$")
_BRACKETS = late(r"\(([^()]*)\)\s*$")
_VOLUME = late(r",?\s+(?:vol(?:ume|\.)?\s*)?(?:\d{1,3}(?:\s*\(\d+\))?|[IVXL]+)$")
_MEETING = late(r"conference|workshop|symposium|meeting|congress|colloquium", re.IGNORECASE)
_ARXIV = late(r"(?:arxiv(?:\s+preprint)?|corr)\b\W*(?:arxiv\W*)?(?:abs/)?[\w./:\[\] -]*", re.I)
_SPONSORS = late(
    r"^(?:(?:the|annual|international|ieee/cvf|ieee/rsj|ieee|acm/ieee|acm|aaai|usenix|joint"
    r"|acm[- ]?sig\w+|sig\w+|int\.?|intl\.?|cvf|rsj|and|siam|advances in)[\s:]+)+",
    re.IGNORECASE,
)


def venue_name(text: str, aliases: Mapping[str, str]) -> str:
    """The short name of a venue, without its year: "NIPS 2017" → "NeurIPS".

    `aliases` of the site (other name → name) stand above the table. A venue that is not known
    keeps its own words, but for the year and the ordinal of a conference.
    """
    written = " ".join(text.split())
    if not written or len(written) > MAX_VENUE:
        return written
    names = {_key(alias): name for alias, name in aliases.items()}
    for candidate in _candidates(written):
        known = names.get(_key(candidate)) or _NAMES_BY_KEY.get(_key(candidate))
        if known:
            return names.get(_key(known), known)
    # "First Monday" and "Proceedings of the IEEE" are journals: they are called so.
    return (_bare(written) if _MEETING.search(written) else _without_year(written)) or written


def _candidates(written: str) -> list[str]:
    """The ways to look for a venue, the most exact first."""
    if _ARXIV.fullmatch(written):
        return [written, "arXiv"]
    bare = _bare(written)
    brackets = _BRACKETS.search(bare)
    found = [written, bare, _BRACKETS.sub("", bare), _VOLUME.sub("", bare)]
    if brackets:
        found.append(_bare(brackets[1]))
    # A workshop at a conference is not the conference.
    if "workshop" not in bare.casefold():
        before = bare.partition(":")[0]
        found += [bare.partition(",")[0], before, _VOLUME.sub("", before)]
    return found + [_SPONSORS.sub("", name) for name in found]


def _bare(written: str) -> str:
    """The name without "Proceedings of", ordinals and years."""
    return _without_year(_ORDINAL.sub(" ", _PROCEEDINGS.sub("", written)))


def _without_year(written: str) -> str:
    name = _TIGHT_YEAR.sub("", _YEAR.sub(" ", written).rstrip())
    name = re.sub(r"\(\s*\)", " ", name)
    name = re.sub(r"\s+([,:;)])", r"\1", " ".join(name.split()))
    return name.strip(" ,:;-/")


def _key(name: str) -> str:
    """What two spellings of a name have in common."""
    words = re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and ")).split()
    return " ".join(word for word in words if word != "the")


_NAMES_BY_KEY = {
    _key(other): name
    for name, others in _NAMES.items()
    for full in (name, *others)
    for other in (full, _SPONSORS.sub("", full))
}
