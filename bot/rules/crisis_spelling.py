"""How a text is written when its words are compared: no case, accents, apostrophes; slang, slips and stretched letters undone.

Only the screen for words of self-harm reads it, and nobody ever sees it. Each step is one pass over the text, so that the
longest text takes milliseconds.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# Written otherwise → as the phrases have it. Whole words only.
_SLANG: Mapping[str, str] = {
    "abt": "about",
    "anymre": "anymore",
    "anymor": "anymore",
    "b": "be",
    "bout": "about",
    "cld": "could",
    "cuttin": "cutting",
    "dieing": "dying",
    "dnt": "dont",
    "doin": "doing",
    "donot": "dont",
    "dyin": "dying",
    "every1": "everyone",
    "evry": "every",
    "evryone": "everyone",
    "feelin": "feeling",
    "fk": "",
    "fkn": "",
    "fking": "",
    "freaking": "",
    "fricking": "",
    "fuckin": "",
    "fucking": "",
    "goin": "going",
    "gona": "going to",
    "gonna": "going to",
    "gonn": "going to",
    "gunna": "going to",
    "hav": "have",
    "hopin": "hoping",
    "imma": "im going to",
    "ima": "im going to",
    "keepin": "keeping",
    "killin": "killing",
    "literally": "",
    "livin": "living",
    "nobodys": "nobody is",
    "no1": "nobody",
    "nomore": "anymore",
    "ody": "od",
    "plz": "please",
    "pls": "please",
    "rn": "right now",
    "shoulda": "should have",
    "shldnt": "shouldnt",
    "some1": "someone",
    "thinkin": "thinking",
    "tmr": "tomorrow",
    "tmrw": "tomorrow",
    "tomoz": "tomorrow",
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "2night": "tonight",
    "2nite": "tonight",
    "tonite": "tonight",
    "tryna": "trying to",
    "tryin": "trying",
    "u": "you",
    "ur": "your",
    "wakin": "waking",
    "wana": "want to",
    "wanna": "want to",
    "wannna": "want to",
    "wnt": "want",
    "wnna": "want to",
    "wnat": "want",
    "watn": "want",
    "woulda": "would have",
    "yall": "you all",
}
_JOINED = (
    (re.compile(r"\b(ca|do|did|does|is|was|were|wo|would|could|should|has|have|had|ai)n? (?:not|nt|t)\b"), r"\1nt"),
    (re.compile(r"\bcannot\b"), "cant"),
    (re.compile(r"\bwill not\b"), "wont"),
    (re.compile(r"\bi am\b"), "im"),
    (re.compile(r"\b(it|that|there|what) is\b"), r"\1s"),
    (re.compile(r"\b(should|would|could|must)(nt)? of\b"), r"\1\2 have"),
    (re.compile(r"\bmy self\b"), "myself"),
    (re.compile(r"\b(?:any more|any longer|no more|no longer)$"), "anymore"),
    (re.compile(r"\bany (?:more|longer)\b"), "anymore"),
    (re.compile(r"\b(?:4|for) ?ev(?:er|a)\b"), "forever"),
    (re.compile(r"(?<=[a-z]) 2 (?=[a-z])"), " to "),
)
# Long words worth finding also with one letter wrong, and words so near them that they are somebody else's.
# fmt: off
_LONG = (
    "anymore", "disappear", "everyone", "existing", "goodbye", "killing", "myself", "nobody", "nothing", "overdose",
    "reason", "someone", "suicidal", "suicide", "thinking", "tonight", "tomorrow", "without", "worthless",
)
_OTHERS = frozenset((
    "season", "seasons", "treason", "reasons", "exiting", "exist", "exists", "noting", "northing", "nothings",
    "clinking", "inking", "linking", "sinking", "thinning", "thickening", "filling", "killings", "milling",
    "billing", "tilling", "willing", "wiling", "skilling", "stinking", "goodbyes", "overdosed", "overdoses",
    "suicides", "disappears", "disappeared",
))
# fmt: on
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_MIXED = re.compile(r"[a-z]\S*[01!@$|3]\S*[a-z]|[a-z][01!@$|]{2}$")
_LONGEST = 24  # letters of a word worth a second look: what is longer is no word, and never slows the screen
_DISGUISED = str.maketrans({"!": "i", "@": "a", "$": "s", "0": "o", "3": "e", "|": "l"})


def plain(text: str) -> str:
    """The text in lower case with single spaces between its words, spelled as the phrases are."""
    lower = re.sub(r"['’‘`´]", "", text.lower())
    bare = "".join(one for one in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(one))
    shown = _STRETCHED.sub(_shortened, " ".join(map(_undisguised, bare.split())))
    joined = " ".join(filter(None, map(_spelled, re.sub(r"[^\w]+", " ", shown).split())))
    for pattern, instead in _JOINED:
        joined = pattern.sub(instead, joined)
    return joined


def _undisguised(word: str) -> str:
    """Letters that hide behind digits and signs: "ki11", "su1cide", "k!ll". A sign at the end of a word is only a sign."""
    body = word.rstrip("!|.,;:?)")
    if len(body) > _LONGEST or _MIXED.search(body) is None:
        return word
    return body.translate(_DISGUISED).replace("11", "ll").replace("1", "i")


def _shortened(run: re.Match[str]) -> str:
    """Three letters and more in a row are one, but "killll" and "alll" have two."""
    return run[1] * 2 if run[1] == "l" else run[1]


def _spelled(word: str) -> str:
    meant = _SLANG.get(word)
    if meant is not None:
        return meant
    if not 5 <= len(word) <= _LONGEST or word in _OTHERS:
        return word
    return _NEAR.get(word) or next((_NEAR[one] for one in _without_one(word) if one in _NEAR), word)


def _without_one(word: str) -> Iterable[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


_NEAR = {near: word for word in _LONG for near in (word, *_without_one(word)) if len(near) > 4 and near not in _OTHERS}
