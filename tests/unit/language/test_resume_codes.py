"""Resume codes are read where they can be read without doubt, and told apart from words."""

from __future__ import annotations

import pytest

from bot.language.resume_codes import find_codes, is_whole


@pytest.mark.parametrize(
    "text",
    [
        *("LF-7K3M-92QD", "lf-7k3m-92qd", "lf7k3m92qd", "LF 7K3M 92QD", "my code is LF-7K3M 92QD", "LF - 7K3M - 92QD"),
        *(
            "L F 7 K 3 M 9 2 Q D",
            "l-f-7-k-3-m-9-2-q-d",
            "7K3M-92QD",
            "LF–7K3M–92QD",
            "here: Lf_7k3m_92qd.",
            "1F-7K3M-92QD",
        ),
    ],
)
def test_a_code_is_read_however_it_is_copied(text: str) -> None:
    assert [code.value for code in find_codes(text)] == ["LF-7K3M-92QD"]
    assert is_whole("LF-7K3M-92QD")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("LF-7K3M-92Q", "LF-7K3M-92Q"),
        ("LF-7K3M-92QDX", "LF-7K3M-92QDX"),
        ("lf-7k3", "LF-7K3"),
        ("LF7K3M92Q", "LF-7K3M-92Q"),
        ("LF-7K3M-92QD-44", "LF-7K3M-92QD44"),
    ],
)
def test_a_code_of_the_wrong_length_is_found_and_no_whole_one(text: str, value: str) -> None:
    assert [code.value for code in find_codes(text)] == [value]
    assert not is_whole(value)


@pytest.mark.parametrize(
    "text",
    ["lf that this", "2023-2024", "0800-1234", "half a year", "mid-2024", "the 4711-4712 line", "12345678", "LF"],
)
def test_words_and_numbers_are_no_codes(text: str) -> None:
    assert find_codes(text) == []
