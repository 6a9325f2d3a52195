"""What the control words of RTF stand for: characters, encodings, and parts that are not text."""

from __future__ import annotations

import codecs

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}

# Groups whose text is not the document's: heads and feet of pages, pictures, entries of an index.
LEFT_OUT = frozenset(
    "header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc ftncn aftnsep "
    "aftnsepc aftncn colortbl filetbl listtable listoverridetable revtbl rsidtbl pict fldinst xe "
    "tc tcn rxe txe sp shprslt nonesttables objdata objclass objname template subject manager "
    "company operator category keywords comment doccomm hlinkbase revtim printim buptim".split()
)
# Groups that a reader may leave out ("\\*") but that hold text.
STARRED = frozenset("shpinst shptxt do dptxbxtext nesttableprops mmath moMath moMathPara".split())

SYMBOL = "symbol"
# By `\\fcharset`; 1 is the default, and 2 is that of signs, which are told by the font's name.
FONT_ENCODINGS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_NAMED_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_PAGES = {936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8"}

# Fonts of signs have their characters at U+F020 to U+F0FF: of Symbol the letters and the usual
# signs are known, of Wingdings and the like the bullets; the others say nothing.
_SYMBOL_BYTES = (
    "ABCDEFGHIKLMNOPQRSTUWXYZabcdefghiklmnopqrstuwxyz"
    "\xa3\xa5\xab\xac\xad\xae\xaf\xb0\xb1\xb3\xb4\xb5\xb8\xb9\xba\xbb\xd6\xe5\xf2\xb7\xa7"
)
_SYMBOL_LETTERS = "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλμνοπθρστυωξψζ≤∞↔←↑→↓°±≥×∝÷≠≡≈√∑∫•▪"
SIGNS: dict[int, str | None] = {
    **dict.fromkeys(range(0xF000, 0xF100)),
    **{0xF000 + ord(sign): sign for sign in " !#%&()+,./0123456789:;<=>?[]_{|}"},
    **{
        0xF000 + ord(byte): letter
        for byte, letter in zip(_SYMBOL_BYTES, _SYMBOL_LETTERS, strict=True)
    },
}


def encoding_of_page(word: str, number: int | None) -> str | None:
    """Return the encoding that `\\ansicpg1250`, `\\mac` and the like name, or None."""
    name = _NAMED_PAGES.get(word) or _PAGES.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
