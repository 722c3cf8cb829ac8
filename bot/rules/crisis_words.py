"""Words of self-harm in what a person typed: they bring the crisis card, whatever question is open.

A screen, not a diagnosis: it errs on the side of showing the card. Negation is not read ("I don't want to die" shows it,
too: a card too many harms nobody). English so far; other languages get a list of their own.
"""

import re

_LIFE = r"(?:my|this) (?:own )?life"
_WANT = r"(?:want(?:ed|ing)? to|wanna|going to|gonna|plan(?:ning)? to|ready to|try(?:ing)? to|tried to|about to|need to|have to|will|could|should|might|let me|i'?ll)"

_ENGLISH = (
    r"suicid\w*",
    r"unalive\w*",
    r"kill(?:ed|ing)? my ?self",
    r"kms",
    r"(?:hurt|harm|cut|shoot|hang|drown|poison|burn)(?:ed|ting|ing)? my ?self",
    r"(?:self|myself)[ -]?(?:harm|injur)\w*",
    rf"(?:end|ending|ended|take|taking|took) {_LIFE}",
    r"end (?:it all|everything)",
    rf"{_WANT} (?:just )?(?:die|end it|disappear for ?ever|not wake up|be dead|jump off|jump in front|overdose)",
    r"wish (?:that )?i (?:was|were|wasn'?t|weren'?t) (?:dead|here|alive|never born)",
    r"wish i (?:could die|had never been born|never woke up|would(?:n'?t)? wake up)",
    r"(?:better|rather|be) off (?:dead|without me|if i (?:was|were) (?:dead|gone))",
    r"(?:rather|better) (?:be )?dead",
    r"(?:don'?t|dont|do not|didn'?t) (?:want|wanna|care) (?:to |if i )?(?:live|be alive|wake up|exist|be here|go on living)(?: any ?more)?",
    r"no (?:reason|point) (?:in|to|for) (?:live|living|be(?:ing)? alive|go(?:ing)? on)",
    r"(?:nothing|not) (?:left )?(?:worth )?(?:living|to live) for",
    r"life (?:is ?n'?t|is not|isnt) worth (?:it|living)",
    r"(?:can'?t|cant|cannot) (?:go on|live (?:like this|any ?more)|do (?:life|this life))",
    r"tired of (?:living|being alive)",
    r"(?:goodbye|good bye) (?:forever|for ever|cruel world|everyone|world)",
    r"(?:slit|slitting|cut|cutting) my (?:wrists?|throat|veins)",
    r"(?:took|take|taking|swallowed?) all (?:of )?(?:my|the|these) (?:pills|meds|tablets)",
    r"over ?dos(?:e|ing) on purpose",
    r"(?:i'?m|i am|am) (?:going to|gonna) (?:jump|hang)",
    r"(?:make|want) (?:the pain|it all) (?:to )?stop for ?(?:ever|good)",
)
_PATTERN = re.compile(r"\b(?:" + "|".join(_ENGLISH) + r")\b", re.IGNORECASE)
_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def speaks_of_self_harm(text: str) -> bool:
    """Say whether a text holds words of self-harm, in any language we have. Case, spacing and apostrophes do not matter."""
    plain = re.sub(r"\s+", " ", text.translate(_TYPOGRAPHIC))
    return _PATTERN.search(plain) is not None
