"""The phrases that may be words of self-harm, by what they speak of. Data for crisis_words.py; nothing here is decided.

They meet a text as crisis_spelling.plain writes it: lower case, no apostrophes and accents, single spaces, "want to" for "wanna".
What may stand between two words is bounded, and nothing that repeats holds anything that repeats: no text is slow to screen.
"""

_WANT = (
    r"(?:want(?:ed|ing)?|wnat|wanna|need|going|gonn?a|gunna|plan(?:ning)?|ready|try(?:ing)?|tried|about|have|feel like|like|will"
    r"|should|might|let me|ill|urge|decided|rather)(?: too?| 2)?(?: just| really| go)?"
)
_GONE = r"(?:dead|gone|died|not here|not around|no longer here|out of the way)"
_ANY_MORE = r"(?:any ?more|any longer|much longer)"
_LIVING = r"(?:liv(?:e|ing)(?! (?:with|in|at|here|out|on|off|from)\b)|life|being alive|existing|breathing)"
_THINGS = r"(?:pills?|meds|tablets?|bottle|packet|pack)"
_LIMB = r"(?:arms?|forearms?|wrists?|legs?|thighs?|skin|throat|veins)"

DYING = (
    r"suic\w*\b(?! (?:mission|squad|squeeze|pass|burger|door)s?\b)",
    r"(?:sucid|suisid|sewerslid)\w*",
    r"un ?aliv\w*",
    r"kms",
    rf"{_WANT} (?:di+e+|dye|be dead|end (?:it|things)(?! with\b)|stop existing|not exist|be no more|sleep forever)",
    rf"{_WANT} (?:leave|quit) this (?:world|life|earth)",
    r"end(?:ing|ed)? (?:it all|everything)|ending it(?! with\b)|it ends (?:tonight|today|here)",
    r"today is the day i (?:do it|die|go|end)",
    r"(?:to|and|just) end it(?! with\b)|(?:may|might) as well (?:be dead|die|not be here)",
    r"(?:wish|hop|pray)\w* (?:\w+ ){0,6}(?:hits?|kills?|ends?|runs? over) me|(?:get|be|getting) (?:hit|run over) by",
    r"(?:hope|wish) (?:\w+ ){0,3}is my last|(?:till?|until) it kills me|my ?self to death",
    r"(?:till?|until) i (?:dont wake|never wake|die|stop breathing)",
    r"death is (?:all|the only|what|better|calling)|(?:long\w*|ready|wish\w*|wait\w*|pray\w*|beg\w*) for death",
    r"finish (?:the job|my ?self|me off|it (?:off|all|tonight))|(?:going to|gonna) finish it$",
    r"my last (?:night|day|message|words|note)(?! (?:at|of|in|on|here|to)\b)|see you (?:all )?on the other side",
    r"(?:going to|gonna|gonn?a|will|ill) do it (?:tonight|today|now|this time|soon)|be gone (?:forever|for good)",
    r"wish\w* i (?:had not|hadnt|never) (?:woken|woke) up|when im dead|wont miss me|stop breathing",
    r"(?:wont|never) hear from me again|dont come looking for me|forgive me for what im",
    r"(?:after tonight it wont|wont be a problem)|want it (?:all )?over|shoot up until im",
    r"let me wake up|(?:to not|not to) wake up",
    r"could (?:just )?(?:end (?:it|things)|overdose|disappear)",
    r"(?:not|stop|cease|okay with not|without) (?:to )?existing",
    r"cant (?:see|imagine) my ?self (?:being )?(?:alive|here|living)",
    r"my own funeral|at my funeral",
    r"(?:ways?|how) to die|painless (?:way|death)|how many pills|lethal dose",
    r"if i (?:just )?(?:die|died|killed|disappeared|didnt wake up|(?:was|were) (?:dead|gone)|(?:wasnt|werent) (?:here|around))",
    r"with me (?:dead|gone)",
    r"why am i (?:still|even) (?:alive|here|living|breathing)|shouldnt (?:exist|(?:be|have been) (?:alive|born|breathing))",
    r"regret (?:surviv|waking|living)\w*|let me die",
    r"wish(?:ed|es|ing)? (?:the|my|it|that) ?(?:overdose|od|attempt|pills)? ?(?:had )?worked",
    r"wish(?:ed|es|ing)? (?:they|you|he|she|nobody|no ?one) (?:hadnt|didnt|had|did)? ?(?:not )?(?:reviv\w*|saved? me|found me|brought me back)",
    r"(?:want|get me|wanna be|way) out of (?:this|my) life",
    r"sleep for ?ever|sleep and (?:never|not) wake",
    r"all i (?:can )?think about is (?:death|dying|ending)",
    r"made (?:my )?peace with (?:it|dying|death|going)|meet my maker",
    r"tell (?:my|the) \w+ (?:that )?i (?:love|loved) (?:them|her|him)",
    r"im (?:so )?sorry for everything",
    r"gave away (?:all )?my (?:things|stuff|belongings)",
    r"(?:please|just|someone|somebody|god) (?:please |just )?kill me|^kill me(?: now)?$",
    r"bleed (?:out|to death)",
    r"(?:end|ending|ended|take|taking|took) (?:my|this) (?:own )?life",
    r"(?:deserve|ought|supposed|meant) to (?:die|be dead)",
    r"(?:should|shouldve|should have) (?:just )?(?:be dead|die|died)",
    r"(?:rather|better) (?:be |off )?dead",
    r"wish(?:ed|es|ing)? (?:that )?i (?:was|were) (?:dead|gone|not here)",
    r"wish(?:ed|es|ing)? (?:that )?i (?:wasnt|werent|didnt|did not|no longer) (?:here|alive|exist|wake up)",
    r"wish(?:ed|es|ing)? (?:that )?i (?:could |would )?(?:just )?(?:die|died|never woke up)",
    r"never (?:been |be )?born",
    r"never (?:have to )?wake up",
    (
        r"(?:hop\w+|wish\w*|pray\w*|want|rather|maybe|could|would|and|then) (?:\w+ ){0,5}?(?:not|dont|wont|didnt|wouldnt)(?: want)?(?: to)? "
        r"wake up(?! (?:in|on|at|early|late|until|till|before)\b)"
    ),
    rf"(?:easier|fine|better|happier|best|ok|okay|good) (?:\w+ ){{0,3}}?if i (?:was |were |just )?{_GONE}",
    r"(?:better|happier|easier|fine|best)(?: off)? without me",
    r"(?:nobody|no ?one|who) (?:would|will|d) (?:even )?(?:miss|notice|care|cry)(?: me| about me)? if i",
    r"(?:dont|do not|wouldnt|didnt) (?:really |even )?(?:care|mind) (?:if|whether) i (?:live|lived|die|died|wake|woke)",
    r"(?:want|wish|could) (?:\w+ )?(?:to |i could |just )*disappear(?! (?:into|in|on|to|for (?:an?|the|some) )\b)",
    r"disappear (?:forever|for ever|for good)",
    r"(?:wont|not going to|not gonna) be (?:here|around|alive) (?:tomorrow|for long|when|next|any ?more|much longer)",
    rf"worry about me {_ANY_MORE}",
    (
        r"(?:think\w*|thought\w*|dream\w*|fantasi\w*|obsess\w*) (?:\w+ )?(?:about|of) (?:my (?:own )?death|death|dying(?! my)|being dead|"
        r"ending (?:it|things|everything)|not being here)"
    ),
    r"(?:death|dying) (?:would|will|might) be (?:an? |such |so |better|easier)",
    r"(?:no|only) (?:other )?way out(?! of (?:the|here))",
    r"how (?:id|i would|ill|i will|im going to) (?:do it|end it|die)",
    r"(?:planning|plan) (?:on )?how to (?:do it|die|end)",
    r"be with my (?:dead|late)\b",
    r"(?:pain|hurt|suffering|it|it all|everything|voices)(?: to)? (?:stop|end|go away) (?:forever|for ever|for good)",
    r"want (?:it all|everything|it|my life) to (?:just )?(?:be over|end|be done)",
)
DESPAIR = (
    r"(?:dont|do not|didnt) (?:really |even )?(?:want|wanna) (?:to )?(?:live|be alive|exist|be here|go on living|wake up)",
    (
        rf"(?:no|whats the|what is the|see the|see a|see any) point (?:in|of|to) (?:{_LIVING}|being here|carrying on|any of it|"
        rf"going on(?! \w))"
    ),
    rf"(?:no|see the|see a|see any) point {_ANY_MORE}|whats the point {_ANY_MORE}",
    rf"no reason (?:left )?(?:to|for) (?:{_LIVING}|go on|going on|keep going|keep on|carry on|be here|stay)",
    r"nothing (?:left |much )?to live for",
    r"lifes? (?:isnt|is not|is no longer|aint|not|just isnt) worth",
    rf"cant (?:go on(?! (?:an?|the|my|holiday|vacation)\b)|carry on|keep going(?! to)|live(?: like this)?(?: {_ANY_MORE})?(?! with| on| in)(?=$| {_ANY_MORE}| like))",
    rf"cant (?:do (?:this|it|life)(?: {_ANY_MORE})(?=$|\W|\b)|do life|take (?:it|this|life)(?: all)? {_ANY_MORE})",
    rf"(?:give|giving|gave|given) up on (?:my )?{_LIVING}",
    rf"done (?:with )?{_LIVING}(?! story| insurance)",
    rf"(?:tired|sick|exhausted|fed up|weary) (?:of|with) {_LIVING}",
    r"cant any ?more(?=$| i\b)",
    r"(?:no|lost|losing|without) (?:\w+ )?will to live|dont deserve to (?:live|exist|be alive|be here)",
    r"cant face (?:another|tomorrow|it|life)|(?:wont|cant|dont think ill) (?:survive|make it through|last the night)",
    r"keep (?:on )?living(?! (?:with|in|at|here)\b)|life has no (?:meaning|point|purpose)|my life is over",
    r"dont (?:think|feel like) i (?:want to|wanna) (?:live|be here|be alive|exist)|nothing left for me",
    r"done with everything(?! (?:on|i|at)\b)|i give up(?=$| goodbye)",
    r"(?:no|lost (?:all )?|without) ?hope (?:left )?for me|lost all hope|nothing will ever get better",
    r"no future(?: for me|$)|(?:dont|cant) (?:see|have) a future",
    r"(?:nobody|no ?one) can help me|beyond help",
    r"(?:life|living) is (?:pointless|meaningless|too (?:hard|much|painful))",
    r"hate (?:being alive|existing|my life|that i woke)",
    r"(?:im|i am|be|being|feel like|such) (?:such |just |only |nothing but )?a burden",
)
HARMING = (
    r"kil+(?:ed|ing)? my ?self(?! laughing)",
    r"(?:harm|shoot|hang|drown|poison|starv|burn|hurt)(?:e|ed|ing)? my ?self(?! (?:at|running|lifting|playing|falling|training))",
    r"cut(?:ting)? my ?self(?! (?:some|off|loose|short|a|shaving|cooking|chopping)\b)",
    r"self[ -]?(?:harm|injur|hurt)\w*",
    r"(?:to|might|could|should|gonna|wanna|just|will|of|about) off(?:ing)? my ?self",
    r"(?:topp?|neck)(?:ed|ing)? my ?self",
    r"(?:do|doing|done) my ?self in",
    rf"cut(?:ting|s)? (?:up )?(?:both )?my {_LIMB}",
    rf"slit(?:ting)? my {_LIMB}",
    r"(?:been|started|start|keep|kept|went back to) cutting(?= again|$| tonight)",
    r"(?:into|want to|urge to|thinking (?:of|about)) cut(?:ting)?(?=$| again| tonight| deep)",
    r"(?:scratch|hit|bit|punch|bang)\w* my \w+ (?:\w+ ){0,6}(?:on purpose|bled|blood)",
    r"(?:blade|razor|cutting) (?:helps|calls|is calling|feels)",
    r"(?:swallow|dr[aiu]nk)\w* (?:\w+ )?(?:bleach|antifreeze|poison)|whole prescription",
    r"(?:do|did|done|doing|try) (?:something|anything) (?:\w+ ){0,2}to my ?self|do something stupid",
    r"not safe (?:from|with|around|alone|by)\b|dont feel safe (?:with|around|from|alone|on my own)|cant (?:keep my ?self|stay) safe",
    r"(?:took|taken|take|taking) an (?:overdose|od)|dont want to be (?:saved|found)",
    r"(?:knife|razor|blade|gun|pills) (?:is |are )?(?:in my hand|to my|against my|calling|next to me|in front of me|beside me)",
    r"holding (?:the|a|my) (?:razor|knife|blade|gun|pills)|loaded (?:the|my|a) gun",
    r"(?:bought|have|got) (?:the|enough|all the|out the) pills",
    r"(?:have|got|made) a plan(?=$| and i\b| to (?:die|end|do it|kill|go)\b)",
    (
        r"(?:want|think\w*|thought|could|going|gonna|urge|might) (?:to |of |about )*(?:walk|step|wad)\w* into (?:the )?"
        r"(?:sea|ocean|river|lake|water|traffic|road)"
    ),
    r"to jump(?=$| now| tonight)|at the (?:train |railway )?tracks",
    r"(?:i|to) cut (?:again|last night|so bad|tonight|deep)",
    r"pills and (?:vodka|whisk\w+|wine|alcohol|booze)|(?:have|got|bought|found) (?:an?|the|my|his|dads) gun",
    r"(?:belt|cord|rope|scarf) (?:a?round) my neck|bag over my head|drive off the (?:bridge|cliff|road)",
    r"(?:thinking of|about to) go(?:ing)? in(?=$)|(?:tablets|pills) (?:\w+ )?(?:lined up|on the table)",
    r"wrote (?:letters|a letter) to everyone|hope i (?:overdose|od)\b",
    r"noose",
    r"rope (?:is )?(?:all )?ready",
    r"garage (?:\w+ ){0,4}(?:engine|exhaust|car)(?: \w+){0,2} (?:running|on)",
    r"(?:im|i am|standing|stood|sitting) on (?:the|a) (?:bridge|ledge|cliff|train tracks|railway tracks)(?! (?:with|and)\b)",
    r"jump(?:ing|ed)? (?:off|from) (?:the|a|that|my) (?:bridge|roof|building|balcony|cliff|ledge|tower)",
    r"(?:want|wanna|going|gonna|ready|about) (?:to )?jump(?=$| now| tonight)",
    r"(?:jump|step|throw|walk|run|lie|lay)\w*(?: \w+){0,2} in front of (?:an?|the|that) (?:bus|train|car|truck|lorry|tram)",
    r"(?:dr[io]v|crash|steer|swerv)\w*(?: \w+){0,3} into (?:an?|the|oncoming) ?(?:tree|wall|traffic|pole|barrier|river|lake)",
    r"(?:crash|overdos|o ?d|took|take|swallow|burn|cut|hurt|step|fell|fall)\w*(?: \w+){0,6} on purpose",
    r"gun (?:\w+ ){0,6}?(?:on my ?self|(?:to|in|at) my (?:head|mouth|temple))",
    r"blow my (?:own )?(?:brains?|head) (?:out|off)",
    rf"(?:sav|hoard|collect|stash|stockpil)\w*(?: up)?(?: \w+){{0,2}}? {_THINGS}",
    (
        rf"(?:took|taken|take|taking|swallow\w*|down(?:ed|ing)) (?:all|the whole|a whole|loads?|a load|a handful|too many|every|the entire)"
        rf"(?: of)?(?: my| the| these)? {_THINGS}"
    ),
    rf"{_WANT} (?:overdose|o ?d)",
    r"take enough (?:this time|to (?:never|not|die|end|go))",
    r"and i wont wake up",
    r"(?:wrote|written|writing|write) (?:my|a|the) (?:goodbye|farewell|last) (?:letters?|note)|goodbye (?:letter|note)",
    r"(?:said|saying|say) (?:all )?my goodbyes",
    r"this is (?:my |the last |a final )?goodbye",
    r"good ?bye (?:forever|for ever|cruel world|everyone|everybody|world)",
)

# The plainest words of other languages, for people who fall back on their own. Without accents where those fall away.
OTHER_LANGUAGES = (
    r"(?:quiero|quisiera|prefiero|ojala|ganas de) (?:morir|matar|estar muert|estuviera muert|dormir y no despertar|desaparecer)\w*",
    r"me (?:quiero|voy a) (?:morir|matar)|matarme|suicidarme|quitarme la vida|no quiero (?:seguir )?vivi?\w*|no quiero estar aqui",
    r"veux (?:mourir|en finir|me tuer|disparaitre)|envie de (?:mourir|en finir|vivre plus)|plus envie de vivre|me tuer|me suicider",
    r"(?:veux|peux) plus (?:vivre|etre la|etre ici)|je serais mieux morte?",
    r"(?:will|mochte|mag|kann) nicht mehr (?:leben|da sein|hier sein|aufwachen|weiterleben)|(?:will|mochte|wollte) (?:nur |einfach )?(?:noch )?(?:sterben|tot sein)",
    r"bring\w* mich um|mich umbringen|mir das leben nehmen|selbstmord\w*|suizid\w*|ware (?:ich )?(?:lieber |besser )?tot",
    r"(?:quero|queria|vontade de) (?:morrer|me matar|sumir)|vou me matar|nao (?:quero|aguento) mais viver|tirar (?:a )?minha vida",
    r"(?:voglio|vorrei) (?:morire|morir|farla finita|essere mort[oa]|uccidermi)|uccidermi|ammazzarmi|togliermi la vita|suicidarmi",
    r"(?:non voglio|non ce la faccio) piu (?:a )?vivere",
    r"wil (?:dood|niet meer leven|er niet meer zijn|sterven)|zelfmoord\w*|zelfdoding|mezelf van kant|uit het leven stappen",
    r"vill (?:inte leva|do$|do\b|ta mitt liv)|sjalvmord\w*|ta livet av mig|vil ikke leve|vil d[oø]\b|selvmord\w*|ta livet av meg",
    r"chce (?:umrzec|sie zabic)|nie chce (?:mi sie )?(?:juz )?zyc|zabic sie|zabije sie|samoboj\w*",
    r"chci umrit|nechci (?:uz )?zit|zabit se|sebevra[zh]\w*|haluan kuolla|en halua (?:enaa )?elaa|itsemurha\w*|tappaa itseni",
    r"хочу умереть|не хочу (?:больше )?жить|покончить с собои|убить себя|самоубии\w*|хочу померти|не хочу (?:бiльше )?жити",
    r"olmek istiyorum|yasamak istemiyorum|intihar\w*|gusto ko nang mamatay|ayoko nang mabuhay|magpakamatay|wil nie meer lewe",
    r"\w*(?:死にたい|消えたい|自殺|死のう|自杀|想死|不想活)\w*",
)

ALL = (*DYING, *DESPAIR, *HARMING, *OTHER_LANGUAGES)
