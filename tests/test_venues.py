"""One short name for the many ways to write a venue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.venues import venue_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NIPS", "NeurIPS"),
        ("nips 2017", "NeurIPS"),
        ("NIPS-17", "NeurIPS"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("Advances in Neural Information Processing Systems 30", "NeurIPS"),
        (
            "Advances in Neural Information Processing Systems 30: Annual Conference on Neural "
            "Information Processing Systems 2017, December 4-9, 2017, Long Beach, CA, USA",
            "NeurIPS",
        ),
        ("Thirty-fourth Conference on Neural Information Processing Systems", "NeurIPS"),
        ("ICLR 2019", "ICLR"),
        ("ICLR'19", "ICLR"),
        ("ICLR (Poster)", "ICLR"),
        ("International Conference on Learning Representations (ICLR)", "ICLR"),
        ("Proceedings of the 36th International Conference on Machine Learning", "ICML"),
        ("In Proc. of the IEEE Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("CVPR, Long Beach, 2019", "CVPR"),
        ("2019 IEEE/CVF International Conference on Computer Vision (ICCV)", "ICCV"),
        ("European Conference on Computer Vision", "ECCV"),
        ("57th Annual Meeting of the Association for Computational Linguistics", "ACL"),
        ("Journal of Machine Learning Research, 3(2)", "JMLR"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI"),
        ("Robotics: Science and Systems XIV", "RSS"),
        ("Uncertainty in Artificial Intelligence", "UAI"),
        ("CoRR", "arXiv"),
        ("CoRR abs/1706.03762", "arXiv"),
        ("arXiv preprint arXiv:1706.03762", "arXiv"),
        ("Proc. VLDB Endow.", "VLDB"),
        ("The Web Conference 2020", "WWW"),
    ],
)
def test_a_known_venue_gets_its_short_name(text: str, name: str) -> None:
    assert venue_name(text, {}) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nature", "Nature"),
        ("Nature 2015", "Nature"),
        ("NO", "NO"),
        ("First Monday", "First Monday"),
        ("Proceedings of the IEEE", "Proceedings of the IEEE"),
        ("Proceedings of the 3rd Workshop on Notes", "Workshop on Notes"),
        ("ICML 2018 Workshop: Deep RL", "ICML Workshop: Deep RL"),
        ("2020", "2020"),
        ("", ""),
    ],
)
def test_an_unknown_venue_keeps_its_words(text: str, name: str) -> None:
    assert venue_name(text, {}) == name


def test_aliases_of_the_site_stand_above_the_table() -> None:
    aliases = {"NeurIPS": "NIPS", "3DV": "3D Vision"}
    assert venue_name("NIPS 2017", aliases) == "NIPS"
    assert venue_name("3dv 2020", aliases) == "3D Vision"


@given(st.text())
def test_any_text_gives_a_venue(text: str) -> None:
    assert bool(venue_name(text, {})) == bool(text.strip())
