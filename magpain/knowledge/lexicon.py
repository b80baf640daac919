"""English words for matching queries with names: words to ignore, and words with the same meaning."""

from __future__ import annotations

from functools import cache


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that do not help to tell which condition is meant. Contractions have no apostrophe, because `fold` removes it.
STOP = _set(
    "ago a about again against all along alternative alternatives also am an and another any anybody anyone are "
    "around arent as at be because been being but by can cant could d did do does doesnt doing dont down due during "
    "else ever every few for found from gave get gets getting give given gives giving go going gone good got had has "
    "have havent having he her here hers him his how i id if ill im in into is isnt it its ive just know let like ll "
    "m make makes many may maybe me might mine more most much my myself need needs no nor now of ok on one ones or "
    "otc our please post put puts quite re really s she should so some somebody someone t take taken takes taking "
    "tell than that the their them then there these they thing things this those though to today tomorrow tonight too "
    "took use used uses using ve very via want was we well were what whats when where whether which while who whose "
    "why will with wont would yesterday you your yours associated associates assist benefit benefits best better "
    "cause caused causes causing cure cured cures curing deal dealing doctor doctors dosage dose doses drug drugs "
    "ease eased eases easing effect effective effectively effectiveness effects efficacy evidence experience "
    "experiencing fix gp handle heal healing help helped helpful helping helps improve improved improves improving "
    "induced learn look looking manage managed management managing medication medicine medicines method natural nurse "
    "pharmacist pill pills powder proof prove proved proven question recommend recommended recommends recover reduce "
    "reduced reduces reducing related relief relieve relieved relieves relieving remedies remedy research review "
    "reviews rid role safe safely say says science scientific show shows soothe stop stopped stopping stops studies "
    "study suffer sufferer sufferers suffering suffers suggest supplement supplementation supplements support tablet "
    "tablets therapy treat treated treating treatment treatments treats trial trials tried try trying type useful "
    "usefulness value work worked working works worth combine combined interact interaction interactions interacts "
    "mix mixing together added adding already anymore apart asked asking away begin beginning began begun both bought "
    "buy came come comes coming currently daughter daughters definitely diagnosed easily either enough even feel "
    "feeling feels felt finally great happen happening happens hello hi instead keep keeping keeps kept kind last "
    "lately later least less lie little love lying main morning mornings near never new newly next only other others "
    "otherwise own per possible possibly probably properly quickly quick rather recent recently sit sits sitting son "
    "sons soon sort stand standing start started starting starts still such sure thank thanks think thinking thought "
    "twice unable under up usual usually wake wakes waking woke woken wonder wondering yes yet anyway advice advise "
    "advised okay actually truly first second third two three four five six meds once option options choice alone "
    "regularly seem seems struggle struggling fed girlfriend boyfriend nan gran afterwards afterward doc docs physio "
    "physiotherapist surgeon dentist midwife consultant told suggested prescribed prescribing prescription rct rcts "
    "thats shes hes whos hows wheres theres heres theyre theyve youre youve weve anything "
    "metaanalysis cochrane guidelines diagnosis undiagnosed sister brother aunt uncle colleague lady ladies guy guys "
    "gentleman planned planning naturally passing passed"
)

# Synonyms, each with the form that is compared.
_SAME = {
    "department": "ed er casualty",
    "tingling": "tingle tingly tingles",
    "numbness": "numb",
    "intubation": "ett intubated extubation endotracheal",
    "acute": "sudden acutely",
    "after": "following since",
    "arthritis": "arthritic arthritides",
    "arthroscopy": "arthroscopic keyhole",
    "cesarean": "caesarian caesarean cesarian cesareans ceserean caesarians",
    "calf": "calves",
    "chemotherapy": "chemo",
    "child": "children childhood childs kid kids paediatric pediatric paediatrics adolescent adolescents adolescence "
    "teen teens teenager teenagers teenage youngster boy boys girl girls paeds paed peds toddler toddlers "
    "infant infants",
    "chronic": "chronically",
    "cramp": "cramps cramping cramped",
    "crisis": "crises",
    "diabetic": "diabetes diabetics",
    "dialysis": "haemodialysis hemodialysis hd intradialytic intradialysis",
    "disc": "disk disks discs",
    "exercise": "exercises exercising gym marathon training workout workouts running run runs ran runner jogging "
    "weightlifting hiking hike hikes squats squatting cycling swimming football rowing sport sports lifting "
    "sprinting",
    "foot": "feet",
    "face": "facial",
    "fracture": "fractures fractured broken",
    "intravenous": "iv intravenously drip drips infusion infusions",
    "kidney": "kidneys",
    "leg": "legs",
    "low": "lower",
    "menstrual": "menstruation menstruating menses menstrually perimenstrual",
    "migraine": "migraineur migraineurs migrainous",
    "nebulized": "neb nebs nebulised nebuliser nebulizer",
    "night": "nights nocturnal nighttime overnight nightly nite nites bed bedtime",
    "oral": "orally",
    "pain": "pains painful painfully ache achy aches aching hurt hurts hurting analgesia analgesic painkiller "
    "painkillers discomfort agony",
    "osteoarthritis": "oa",
    "period": "periods",
    "pregnancy": "pregnant pregnancies gestation gestational trimester antenatal gravid primip multip primigravida "
    "multigravida",
    "prevention": "prevent prevents preventing prevented preventive preventative prophylaxis prophylactic avoid "
    "avoiding",
    "removal": "remove removed removing",
    "replacement": "replacements replaced arthroplasty arthroplasties",
    "rheumatoid": "rheumatoids",
    "spine": "spinal",
    "surgery": "surgical surgeries operation operations operative operated op postoperative postoperatively postop "
    "postsurgical",
    "throat": "throats",
    "topical": "topically transdermal transdermally cream gel lotion oil patch patches rub spray lozenge lozenges "
    "gargle gargles gargling",
    "tooth": "teeth",
    "sah": "asah",
    "cirrhosis": "cirrhotic cirrhotics",
    "sting": "stung stings",
    "anesthesia": "anaesthetic anesthetic anaesthetics anesthetics",
    "trauma": "traumatic",
}
FORMS = {word: form for form, words in _SAME.items() for word in words.split()}

_WHOLE_ENDINGS = ("ss", "us", "is")


@cache
def form(word: str) -> str:
    """Return the form of a folded word that is compared: singular, in one spelling, and one of several synonyms."""
    if word in FORMS:
        return FORMS[word]
    if len(word) < 5 or not word.isalpha():
        return word
    plain = word.replace("oe", "e").replace("ae", "e").replace("sulph", "sulf")
    plain = _singular(plain)
    if plain.endswith("our"):
        plain = f"{plain[:-3]}or"
    return FORMS.get(plain, plain)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(_WHOLE_ENDINGS) else word


def _forms(text: str) -> frozenset[str]:
    return frozenset(map(form, text.split()))


# Words that neither change nor narrow the subject of a query.
NEUTRAL = _forms(
    "after pain severe severely mild moderate bad badly terrible terribly awful horrible intense excruciating nasty "
    "nagging troublesome agony agonising agonizing crippling crushing constant debilitating dull pounding recurrent "
    "recurring sharp stabbing throbbing unbearable symptom syndrome disease disorder condition problem issue illness "
    "complaint adult man men woman women female male elderly old older senior year age aged patient people person day "
    "days daily week weekly month time always sometime sometimes often frequent frequently bit lot husband wife "
    "mother father mum mums mom moms dad dads friend partner grandmother grandfather parent control"
)

# Words for where, when or in what role a treatment is given, how far a disease has come, or how a pain feels. They are
# dropped if nothing is found with them.
_SETTING = _forms(
    "abortive additive adjunct adjunctive adjuvant advanced anaesthetist athlete athletes aura awake bilateral bout "
    "bouts classic compartment compensated confirmed conservative controlled crazy cuff daytime decompensated "
    "department desk disabling driving established evening failed failing fails flare flares flareup flareups "
    "gardening guideline healing history hospital hour icu idiopathic inpatient intolerance intolerant intractable "
    "intraop intraoperative known lasting lateral left level mad mechanical medial multimodal night ongoing "
    "outpatient pacu plaster poorly premed premedication pretreatment recovery recurrence refusing regimen relapse "
    "rescue resistant right scar serum single soldier soldiers sore sparing spell spells stage status stretch "
    "stretching stubborn student students suspected tender tense theater theatre tight tightness typical uncontrolled "
    "unilateral unit ward worker workers"
)
# Everyday words, and words of a clinic or a prescription, which never name an illness, a part of the body or a cause.
_EVERYDAY = _forms(
    "able afraid afternoon ahead amount annoyed annoying answer anxious app april article aside ask asks attempt "
    "august autumn average awkward beach beat become behind believe bend bending bent beside bet big bike blog boss "
    "bother bothered bothering breakfast bring bringing brought brutal bus busy call called calling camping car care "
    "careful carer carry carrying catch caught certain chair chance change changed cheap check checked chemist "
    "church claim claimed class clear climb climbing close clothes coach coffee college computer confused consider "
    "considering cope coping couch count couple cousin coworker cried cry crying curious curled dance dancing dark "
    "dawn dealt decade december decent decide decided desperate despite diet different difficult dinner double "
    "doubled downhill dread dreadful dreading dress drive driver drop earlier early easier easy eat eating effort "
    "eight eleven email embarrassing ended ending ends enjoy everything exact exam except exhausted exhausting "
    "expensive explain explained extra extreme facebook fact fan fast faster favourite fear february fifth fifty "
    "figure fill fine finish finished floor forever forget forgot forty forum forward fourth free fresh friday front "
    "frustrated frustrating full fun funny further garden glad google googled grab grandad granddad granddaughter "
    "grandma grandpa grandson granny grateful grind ground grow grownup guess habit half harder hate hating hear "
    "heard hearing hell herself hill himself hit hits hitting hobby hold holding holiday home honest hope hoping "
    "horrid house housework hurry idea imagine important impossible influencer info information instagram intend "
    "interested internet invite itself january job jobs joke july june kitchen knackered laptop late launch lay lead "
    "leave leaving lecture lesson life lift light live living load local london longer lose losing lost loud luck "
    "lucky lunch magazine major march mate maximum means meant meeting mention mentioned mess midday midnight mind "
    "minimum minute miserable misery miss missed mistake moan moaning moment monday money mountain move moved moving "
    "music necessary neighbor nephew nervous nice niece nine nobody noon normal note nothing notice noticed november "
    "nowhere number obvious october odd office oh online onto open opinion order ordered original ought ourselves "
    "outside overall owner page paid park particular parts party past pay paying perfect perhaps phone pick picked "
    "pilates place plain plan play played playing plenty podcast pool position positive prefer pretty previous price "
    "prior project promise push pushed radio rain raining random ready reason reckon reddit regret regular relax "
    "relaxing rely remain remember retired ride riding ring road roommate rough round routine ruin ruined ruining "
    "rule saturday save saw scared scary school scream screaming search season seat see seeing seen sees self sense "
    "september serious session set settle seven several share shifts shop shopping short silly similar simple sixth "
    "sixty sleepless slept slight slow small smart snow sofa someday something somewhere sound speak special spend "
    "spending spent spot spring staff stairs state stay staying step stick store story straight straightaway strange "
    "street strict strike strong stronger stuck stuff stupid suggestion summer sunday supermarket swear switch "
    "system table talk talked talking tea teach teacher teammate television ten tend terrified text thirty thousand "
    "thursday tiktok till tiny tip tips title tons tough toward train trainer travel travelling treatable true trust "
    "truth tuesday turn turned turning tv twelve twenty uncomfortable understand uni university unless until unwell "
    "uphill upright upset upstairs useless vague various versus visit voice wait waiting walk walked wanted wanting "
    "warm warn washing waste watch watched watching way ways wednesday weekend weird wet whatever whenever wherever "
    "whichever whilst whoever wide winter wish wishing within word world worried worries worrying worse worsen "
    "worsening wow wreck write wrong wrote yawn yoga yourself youtube"
)
_CLINICAL = _forms(
    "adm admission admit admitted ambulatory arrival asap bolus bridging bupi bupiv clinic clonidine combo "
    "comparator comparison coverage daycase dex dexmed dexmedetomidine discharge discharged dosing duration "
    "efficacious elective emergent endpoint entonox fentanyl followup formulation gabapentin hba1c high induction "
    "infuse infused initial ketamine limited loading maintenance max mcg naproxen nefopam nnh nnt nrs oramorph "
    "periop placebo postdischarge preemptive preop preoperative presentation presenting prochlorperazine protocol "
    "pts quad recommendation remission requirement resus retrospective ropi salvage setting standard stat subgroup "
    "subset titrate titrated titration transfer unresponsive unspecified vas"
)
ASIDE = _SETTING | _EVERYDAY | _CLINICAL
# Other such words: numbers, adverbs, and the stems of the names of medicines (INN).
ASIDE_PATTERN = (
    r"[0-9]|[0-9]{3,4}|[a-z]{4,}ly|nsaids?|"
    r"[a-z]{2,}(?:caine|profen|triptan|olol|pril|sartan|setron|oxetine|triptyline|gabalin|fenac|oxicam|coxib|azepam|"
    r"azolam|pramide|codone|morphone|adol|azepine|etamine|entanil|etidine|etamol|aminophen|orolac|asone|olone|olol)s?"
)

# Phrases for which one word stands, or none ("").
PHRASES = {
    "(?:drug|medicine|medication|pill) induced": "iatrogenic",
    "(?:opioid|opiate|morphine) (?:sparing|free)": "sparing",
    "(?:com(?:e|es|ing)|came) (?:back|on)|at work|get(?:ting)? rid of|cut(?:ting)? down|as well|a lot": "",
    "(?:wont|doesnt|never|not) go away": "persistent",
    "go(?:es|ing)? away": "",
    "(?:is|are) killing (?:me|her|him)": "pain",
    "head (?:is |was )?(?:pain|hurts|aches)": "headache",
    "(?:that )?time of (?:the |my |her )?month": "period",
    "migraine headaches?": "migraine",
    "flare ups?": "",
    "g[0-9] ?p[0-9]": "pregnancy",
    "[0-9]+ ?(?:mm|cm|kg)": "",
    "[0-9]+ (?:weeks?|wks?|months?) (?=pregnan)": "",
    "(?:im|i am|shes|at) [0-9]{1,2} (?:weeks?|wks?)|(?:im|i am|shes) [0-9] months?": "pregnancy",
    "(?:for|since|after|last|past|over) [0-9]+ (?:weeks?|wks?)|[0-9]+ (?:weeks?|wks?) (?=ago|of|post|later)": "",
    "[0-9]+ (?:hours?|hrs?|days?|months?|years?|yrs?)": "",
    "work(?:ing|ed)? out": "exercise",
    "(?:while|whilst|when|im|i am|shes) expecting": "pregnancy",
    "(?:1st|2nd|3rd) (?=trimester)": "",
    "[ls][1-5](?: ?(?:or )?[ls]?[1-5])?": "lumbar",
}

# The abbreviations that clinicians write with a sign.
SHORTHAND = {
    "a&e": "department", "b/l": "", "c/o": "with", "dx": "", "f/u": "", "h/a": "headache", "h/o": "with", "hx": "",
    "mx": "", "pt": "", "rx": "", "s/p": "after", "t&a": "adenotonsillectomy", "tx": "", "w/": "with", "y/o": "yo",
}  # fmt: skip

# Words that many conditions share: one of them in common with a name suggests nothing.
GENERIC = _forms(
    "abdominal acute ankle arm arthritis attack back before block blood body bone broken burning calf cancer cell "
    "caudal chest child chronic colic component crisis cuff damage department emergency episode exercise eye face "
    "facial failure finger foot fracture hand head headache hip hot infection injection injury joint kidney knee leg "
    "limb low mixed monthly mouth muscle neck nerve neuralgia neuropathy night non numbness out over period "
    "persistent pregnancy pressure prevention primary removal replacement rest secondary shoulder skin sleep sore "
    "spasm spine sting stomach stone strain stress surgery tap thigh throat tingling toe tooth trapped trauma trigger "
    "vein whole withdrawal worn box"
)

# Words for an operation that mean the same after the part operated on: "hernia repair" is "hernia surgery".
OPERATIONS = _forms("correction op out reconstruction removal repair repaired surgery")

# Operations named without such a word, and the endings of other names of operations.
PROCEDURES = frozenset(
    "acdf cabg ercp eras pcnl tah tavi turbt hemiarthroplasty orif plif tka tkr tlif turp vats".split()
)
PROCEDURE_ENDINGS = ("ectomy", "otomy", "ostomy", "oplasty", "oscopy", "orrhaphy")

# Real words that look like a misspelling of another word.
REAL = _forms(
    "amenorrhoea arteritis arthralgia colitis colon corn folic lead lung menorrhagia myalgia neuroma peroneal pelvic "
    "reflux string stroke test tonsillitis urethral vagina vasectomy year"
)

# Routes of administration: after one of these the substance's own name is compared too ("epidural magnesium").
ROUTES = _forms(
    "oral intravenous intramuscular transdermal topical intrathecal epidural perineural articular infiltration "
    "inhaled nebulised nebulized spine neuraxial caudal subarachnoid"
)
