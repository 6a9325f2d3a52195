"""Texts that do not say in which encoding they are, in the languages that are easily confused."""

import pytest

from qa_bot.documents.parsing.decode import decode
from qa_bot.documents.parsing.decode_page import decode_page


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1254",
            "İstanbul'da yaşayan bir öğretmen, dün akşam sahilde yürürken eski bir şişe buldu. "
            "Şişenin içinde yüz yıl önce yazılmış bir mektup vardı.",
        ),
        (
            "cp1252",
            "Það var á þessum degi sem skipið fór úr höfn. Maðurinn sagði að hann hefði aldrei "
            "séð svo mikinn snjó í maí.",
        ),
        (
            "cp1252",
            "Die Fähre fährt täglich über den Fluß. Für die Überfahrt müssen Gäste fünf Euro "
            "bezahlen, erklärte der Kapitän am Mittwoch.",
        ),
        (
            "cp1252",
            "L'été dernier, le président a déclaré que la réforme était prête. Les députés ont "
            "été très étonnés, car la décision n'avait pas été annoncée.",
        ),
        (
            "cp1250",
            "Wczoraj wieczorem nauczycielka znalazła na plaży starą butelkę. W środku był list "
            "napisany sto lat temu.",
        ),
        (
            "cp1250",
            "Včera večer našla učitelka na pláži starou láhev. Uvnitř byl dopis napsaný před sto "
            "lety.",
        ),
        (
            "cp1250",
            "Tegnap este egy tanárnő régi üveget talált a parton. Benne egy száz évvel ezelőtt "
            "írt levél volt.",
        ),
        (
            "cp1251",
            "Вчера вечером учительница нашла на пляже старую бутылку. Внутри было письмо, "
            "написанное сто лет назад.",
        ),
        (
            "koi8-r",
            "Вчера вечером учительница нашла на пляже старую бутылку. Внутри было письмо, "
            "написанное сто лет назад.",
        ),
        (
            "cp1253",
            "Χθες το βράδυ μια δασκάλα βρήκε στην παραλία ένα παλιό μπουκάλι. Μέσα ήταν ένα "
            "γράμμα γραμμένο πριν από εκατό χρόνια.",
        ),
        (
            "cp1252",
            "Ayer por la tarde una maestra encontró en la playa una botella vieja. Dentro había "
            "una carta escrita hace cien años.",
        ),
        (
            "cp1252",
            "I går kväll hittade en lärarinna en gammal flaska på stranden. Inuti låg ett brev "
            "som skrevs för hundra år sedan.",
        ),
        (
            "cp1252",
            "Eilen illalla opettaja löysi rannalta vanhan pullon. Sen sisällä oli sata vuotta "
            "sitten kirjoitettu kirje.",
        ),
        (
            "cp1252",
            "The café owner said it was “naïve” — the résumé of Mr. Açikgöz was never read by "
            "anyone, and the ferry left at nine.",
        ),
        (
            "cp1254",
            "The ferry left at nine, said Mr. Erdoğan, who was born in İzmir and studied at "
            "Boğaziçi.",
        ),
    ],
)
def test_a_text_without_a_label_is_read_by_its_letters(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt")[0] == text
    page = f"<title>A</title><script>'{text}'</script><p>{text}</p>"
    assert decode_page(page.encode(encoding))[0] == page
