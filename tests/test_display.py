import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.display import displayed_text, render


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('See [the map](https://x.y "Map. Of it").', "See the map."),
        ("It is [large][1] and [deep][].", "It is large and deep."),
        ("The [river *Lune*](http://a/b_(c)).", "The river Lune."),
        ("*back* **back** ***back*** _back_ __back__ ~~back~~", "back " * 5 + "back"),
        (
            "2 * 3 * 4, snake_case_name, [The] question",
            "2 * 3 * 4, snake_case_name, [The] question",
        ),
        ("`code *x*` and ``a ` b``, an open ` tick", "code *x* and a ` b, an open ` tick"),
        ("a \\* b \\[c\\] &amp; d &copy; &nosuch;", "a * b [c] & d © &nosuch;"),
        ("[![Build](b.svg)](http://ci) Otters ![pic](p.png)", "Otters"),
        ("It did[^3] so [1][2] twice.", "It did so [1][2] twice."),
        ("**Nine came.", "Nine came."),
        ("Four left.**", "Four left."),
        ("<b>x</b> <!-- c --> y<br>z <http://a.b> <a@b.c>", "x y z http://a.b a@b.c"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("one\n> two\n> > three", "one two three"),
        ("![only an image](x.png)", "![only an image](x.png)"),
    ],
)
def test_markdown_is_shown_rendered(source: str, shown: str) -> None:
    assert displayed_text(source, "markdown") == shown


def test_other_formats_are_shown_as_they_are_but_for_white_space_and_broken_words() -> None:
    assert displayed_text("*a*  [b](c)\nd", "text") == "*a* [b](c) d"
    assert displayed_text("the govern-\nment and Anglo-\nSaxon", "pdf") == (
        "the government and Anglo- Saxon"
    )


@pytest.mark.parametrize(
    ("source", "format", "shown"),
    [
        ("Adult | **14** euros|  summer", "markdown", "Adult · 14 euros · summer"),
        ("Adult |  | | summer", "markdown", "Adult · summer"),
        (r"a \| b | c", "markdown", "a | b · c"),
        ("Adult | 14 euros |  | a|b", "html", "Adult · 14 euros · a|b"),
    ],
)
def test_the_cells_of_a_row_are_set_apart_without_bars(
    source: str, format: str, shown: str
) -> None:
    assert displayed_text(source, format, is_row=True) == shown


MARKS = st.sampled_from([*"*_~`[]()!<>&\\|\n ab;.^#/", "](", "<!--", "-->", "&amp;", "[^", "]["])


@given(st.lists(MARKS, max_size=40).map("".join), st.booleans())
def test_every_shown_character_has_its_place_in_the_source(source: str, is_row: bool) -> None:
    shown = render(source, "markdown", is_row=is_row)
    assert len(shown.text) == len(shown.starts) == len(shown.ends)
    assert list(shown.starts) == sorted(shown.starts)
    assert list(shown.ends) == sorted(shown.ends)
    for start, end in zip(shown.starts, shown.ends, strict=True):
        assert 0 <= start < end <= len(source)
    # Nothing is shown that the source does not hold.
    letters = [char for char in shown.text if char.isalpha() and ord(char) < 128]
    rest = iter(source)
    assert all(char in rest for char in letters)
