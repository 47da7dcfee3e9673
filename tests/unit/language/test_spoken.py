"""Which language a message is in, where it is plainly not English."""

import pytest

from bot.errors import ModelFileError
from bot.language import spoken
from bot.language.package_files import PackageFile
from bot.language.spoken import foreign_language

FOREIGN = {
    "es": ["hola, tengo una panadería en Sevilla", "los bancos no nos dan crédito", "¿cuánto cuesta?"],
    "fr": ["bonjour, je tiens une boulangerie à Lyon", "les grandes surfaces nous écrasent", "je ne comprends pas"],
    "pt": ["você fala português?", "somos três pessoas e vendemos café", "não entendi a pergunta"],
    "id": ["halo, saya punya toko kue di Jakarta", "bank menolak pinjaman kami", "saya tidak mengerti"],
    "de": ["wir sind zwölf leute und die bank sagt nein", "ich verstehe die frage nicht"],
    "ru": ["здравствуйте, у меня пекарня", "не понимаю"],
    "zh": ["你好，我们有一家小工厂", "银行不给我们贷款"],
    "hi": ["नमस्ते, मेरी एक छोटी दुकान है", "बैंक हमें कर्ज नहीं देता", "धन्यवाद"],
    "ar": ["مرحبا، عندي مخبز صغير", "البنوك ترفض إقراضنا", "شكرا"],
    "bn": ["আমার একটি ছোট দোকান আছে", "ব্যাংক ঋণ দেয় না"],
    "ur": ["میری چھوٹی سی دکان ہے", "بینک ہمیں قرض نہیں دیتے"],
}
ENGLISH = [
    "we are a bakery in São Paulo",
    "12 ppl furniture factory in vietnam drowning in emails",
    "dont no wat u mean",
    "Zalando and Müller undercut us",
    "hi",
    "k",
    "12",
    "60-70 %",
    "",
    "😀",
    "LF-7K3M-92QD",
    "restaurant in Bogotá, 7 staff",
    "naija fashion shop, lagos",
    "what does kontokorrent mean",
]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FOREIGN.items() for text in texts])
def test_another_language_is_recognised(code, text):
    found = foreign_language(text)
    assert found is not None and found.code == code


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_foreign_names_and_slips_is_english(text):
    assert foreign_language(text) is None


@pytest.mark.parametrize("text", ["asdkjh qwe lkj", "qweqwe asdasd zxczxc", "fffff ggg hhh"])
def test_keys_hit_at_random_are_no_language(text):
    assert foreign_language(text) is None


def test_a_word_that_lies_on_neighbouring_keys_makes_no_rubbish_of_a_sentence():
    found = foreign_language("wer sind die drei großen auf unserem markt")
    assert found is not None and found.code == "de"


def test_an_altered_model_is_refused(monkeypatch):
    monkeypatch.setattr(spoken, "MODEL", PackageFile(spoken.MODEL.package, spoken.MODEL.path, "0" * 64))
    spoken._model.cache_clear()
    with pytest.raises(ModelFileError, match=r"lid\.176\.ftz has sha256"):
        foreign_language("hola amigos")
    spoken._model.cache_clear()


@pytest.mark.parametrize("text", ["½", "²³", "①②", "Ⅷ", "٣", "Ⅷ" * 20])
def test_numbers_without_a_letter_are_no_language(text):
    assert foreign_language(text) is None
