"""English words for matching queries with names: words to ignore, and words with the same meaning."""

from __future__ import annotations

from functools import cache


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that do not help to tell which condition is meant. Contractions have no apostrophe, because `fold` removes it.
STOP = _set(
    "ago a about again against all along alternative alternatives also am an and another any anybody anyone are "
    "around arent as at be because been being but by can cant could d did didnt do does doesnt doing dont down due "
    "during else ever every few for found from gave get gets getting give given gives giving go goes going gone good "
    "got had has have havent having he her here hers him his how i id if ill im in into is isnt it its ive just know "
    "let like ll m make makes many may maybe me might mine more most much my myself need needs no nor now of ok on "
    "one ones or otc our please post put puts quite re really s she should so some somebody someone t take taken "
    "takes taking tell than that the their them then there these they thing things this those though to today "
    "tomorrow tonight too took use used uses using ve very via want was we well were what whats when where whether "
    "which while who whose why will with wont would yesterday you your yours associated associates assist benefit "
    "benefits best better cause caused causes causing cure cured cures curing deal dealing doctor doctors dosage dose "
    "doses drug drugs ease eased eases easing effect effective effectively effectiveness effects efficacy evidence "
    "experience experiencing fix gp handle heal healing help helped helpful helping helps improve improved improves "
    "improving induced learn look looking manage managed management managing medication medicine medicines method "
    "natural nurse pharmacist pill pills powder proof prove proved proven question recommend recommended recommends "
    "recover reduce reduced reduces reducing related relief relieve relieved relieves relieving remedies remedy "
    "research review reviews rid role safe safely say says science scientific show shows soothe stop stopped stopping "
    "stops studies study suffer sufferer sufferers suffering suffers suggest supplement supplementation supplements "
    "support tablet tablets therapy treat treated treating treatment treatments treats trial trials tried try trying "
    "type useful usefulness value work worked working works worth combine combined interact interaction interactions "
    "interacts mix mixing together added adding already anymore apart asked asking away begin beginning began begun "
    "both bought buy came come comes coming currently daughter daughters definitely diagnosed easily either enough "
    "even feel feeling feels felt finally great happen happening happens hello hi instead keep keeping keeps kept "
    "kind last lately later least less lie little love lying main morning mornings near never new newly next only "
    "other others otherwise own per possible possibly probably properly quickly quick rather recent recently sit sits "
    "sitting son sons soon sort stand standing start started starting starts still such sure thank thanks think "
    "thinking thought twice unable under up usual usually wake wakes waking woke woken wonder wondering yes yet "
    "anyway advice advise advised okay actually truly first second third two three four five six meds once option "
    "options choice alone regularly seem seems struggle struggling fed girlfriend boyfriend nan gran afterwards "
    "afterward doc docs physio physiotherapist surgeon dentist midwife consultant told suggested prescribed "
    "prescribing prescription rct rcts thats shes hes whos hows wheres theres heres theyre theyve youre youve weve "
    "anything metaanalysis cochrane guidelines diagnosis undiagnosed sister brother aunt uncle colleague lady ladies "
    "guy guys gentleman planned planning naturally passing passed"
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
    "infant infants grandchild grandchildren grandson granddaughter schoolgirl schoolboy preteen",
    "chronic": "chronically",
    "cramp": "cramps cramping cramped",
    "crisis": "crises",
    "diabetic": "diabetes diabetics",
    "dialysis": "haemodialysis hemodialysis hd intradialytic intradialysis",
    "disc": "disk disks discs",
    "exercise": "exercises exercising crossfit zumba aerobics parkrun treadmill gym marathon training workout "
    "workouts running run runs ran runner jogging weightlifting hiking hike hikes squats squatting "
    "cycling swimming football rowing sport sports lifting sprinting",
    "foot": "feet",
    "face": "facial",
    "fracture": "fractures fractured broken broke",
    "intravenous": "iv intravenously drip drips infusion infusions",
    "kidney": "kidneys",
    "leg": "legs",
    "arm": "arms",
    "ear": "ears",
    "eye": "eyes",
    "hip": "hips",
    "jaw": "jaws",
    "rib": "ribs",
    "toe": "toes",
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
    "perioperative": "periop perioperatively",
    "rocuronium": "roc",
    "hysterectomy": "hyst",
    "tumor": "tumour tumours tumors",
    "hemorrhage": "haemorrhage haemorrhages hemorrhages haemorrhagic",
    "statin": "atorvastatin simvastatin rosuvastatin pravastatin statins",
    "tear": "tore torn tears",
    "fusion": "fuse fused fusing fuses",
    "bleed": "bled bleeds bleeding",
    "burning": "burns burned",
    "lock": "locked locks locking",
    "inflamed": "inflammation inflammed",
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
    "rescue resistant right scar serum single soldier soldiers sore sparing spell spells splitting stage status "
    "stretch stretching stubborn student students suspected tender tense theater theatre tight tightness typical "
    "uncontrolled unilateral unit ward worker workers"
)
# Everyday words, and words of a clinic or a prescription, which never name an illness, a part of the body or a cause.
_EVERYDAY = _forms(
    "able accountant act actor add adds advert advertised afford afraid africa afternoon ahead allotment almighty "
    "amazon america amount anniversary annoyed annoying answer anxious app apparently appeal april article artist "
    "aside ask asks asleep attempt august auntie australia autumn average avoidable awkward awoken bag baker banana "
    "banging bar barista basically beach beat become behind believe bend bending bent beside bet between big bike bin "
    "birthday blanket blinding blog blouse boss bother bothered bothering bow brand bread breakfast bricklayer bricks "
    "bring bringing broome broth brought brutal bucket budget builder bunch bus busy cairns california call called "
    "calling camping canada cap caps capsule car care careful carer carpenter carry carrying cashier catch caught "
    "cement certain chair chance change changed cheap cheaper check checked chef chemist cherry chewable christmas "
    "church claim claimed class cleaner clear climb close clothes coach coder collar college computer confused "
    "consider considering cope coping cost couch count couple cousin coworker crates crawling cried cruise cry crying "
    "cup curious curled cyclist dance dancer dark dawn deal dealt decade december decent decide decided decorating "
    "delhi desperate despite diabolical diet different difficult digging dinner dismissed double doubled downhill "
    "dread dreadful dreading dress drive driver drop dublin duvet earlier early easier easter easy eat eating "
    "effervescent effort eight electrician eleven email embarrassing ended ending ends engineer england enjoy "
    "everything exact exam except exhausted exhausting expensive explain explained extra extreme facebook fact "
    "factory fan far farm farmer fast faster favourite fear february feed ferocious fierce fifth fifty figure fill "
    "fine finish finished firefighter fisherman flake flask flight floor florida florist fly foggy footballer forever "
    "forget forgot forty forum forward fourth free fresh friday frightened front frustrated frustrating full fun "
    "funny further gap garage garden gardener ghastly ginger glad glasgow god golfer google googled grab grandad "
    "granddad grandkids grandma grandpa granny grateful grind groggy ground grow grownup guess gummies gymnast habit "
    "hairdresser half handful hard harder hat hate hating heal hear heard hearing hell herself hideous hill himself "
    "hit hits hitting hobbling hobby hold holding holiday home honest honestly honeymoon hoovering hope hopeless "
    "hoping horrid horrific hourly house housework houston hug hurry hype hyped idea ideal ignored imagine important "
    "impossible india influencer info information insane insists instagram intend interested internet invite ireland "
    "ironing itself january jar job jobs joiner joke juice july june kenya kettle keyboard kitchen knackered labourer "
    "ladder lagos laptop late laughed launch laundry law lay lead leave leaving lecture legit length lesson lid life "
    "lifeguard lifesaver lift light limping liquid literally live living load local log london longer lorry lose "
    "losing lost lots loud luck lucky luggage lunch magazine major map march massage massive mate mattress maximum "
    "meal means meant mechanic meeting melbourne mention mentioned mess midday midnight mind miner minimum minute "
    "miserable misery miss missed mistake moan moaning moment monday money mountain move moved moving mowing mud mug "
    "mumbai mumsnet murder murderous music musician myth nairobi nana nanny necessary neighbor nephew nervous net "
    "nice niece nigeria nine nobody nonsense noon normal note nothing notice noticed november nowhere number obvious "
    "obviously october odd offered office officer oh online ontario onto open opinion order ordered original ought "
    "ourselves outside overall owner packet page paid pan paramedic park particular parts party past paving pay "
    "paying pen perfect perhaps permanent pharmacy phone pianist pick picked pickle pilates pillow pinch place plain "
    "plan play played playing plenty plumber podcast pointless pool popular position positive postman pot potato "
    "practice prefer pretty previous price prior programmer project promise push pushed queensland quinine radio "
    "raging rain raining random read reading ready real reason reckon reddit referred refused regret regular relax "
    "relaxing rely remain remember retired ride riding ring road roofer roommate rough round routine row rubbish ruin "
    "ruined ruining rule sachet sad sailor salon saturday savage save saw saying scam scared scary sceptical school "
    "scotland scream screaming search searing season seat secretary see seeing seen sees self sense september serious "
    "seriously session set settle seven several share shed sheet shifts shirt shocking shoe shoes shop shopping short "
    "shouting shrugged silly similar simple singer sixth sixty size skeptical sky slabs sleepless slept slight slow "
    "small smart snow sobbing sock sofa someday something somewhere sound spade spain speak special spend spending "
    "spent spoon spot spring squirming staff stairs state stay staying steal step stepdaughter stepson stick stir "
    "stonking stood store story straight straightaway strange street strict strike strong stronger stuck studio stuff "
    "stupid suggestion suitcase sum summer sunday superdrug supermarket swear swimmer switch swore sydney system "
    "table talk talked talking tea teach teacher teammate tehran television ten tend terrified texas text thirty "
    "thousand thumping thursday tie tiktok till tin tiny tips title tons top toronto torturing toss tough toward "
    "train trainer travel travelling treatable trousers trucker true trust truth tuesday turmeric turn turned turning "
    "tv twelve twenty uncomfortable understand uni university unless unreal until unwell uphill upright upset "
    "upstairs useless vague various versus vest vicious violinist visit voice wait waiter waiting waitress wales walk "
    "walked walmart wanted wanting wardrobe warehouse warm warn washing waste watch watched watching way ways wedding "
    "wednesday weekend weeping weird welder wet whatever whenever wherever whichever whilst whoever wicked wide win "
    "winter wish wishing within word world worried worries worrying worse worsen worsening wow wreck wrecked write "
    "writer writhing wrong wrote yawn yearly yelling yoga yoghurt yourself youtube"
)
_CLINICAL = _forms(
    "adm admission admit admitted ambulatory antiemetic appts arrival asap audit baseline bcaa bd bid bolus boluses "
    "bridging bundle bupi bupiv case cbt chronicity ci clinic clonidine combo comparator comparison conc "
    "concentration consented consult consumption cont contraindicated coverage crp cse ctu daycase dcs declines dex "
    "dexmed dexmedetomidine diamorphine discharge discharged dispo dlt dosing duration ebm eccentric efficacious "
    "elective emergent endpoint entonox eras escalation esr eta eval fasciculation fbc fentanyl fhx followup form "
    "formulary formulation gabapentin gabapentinoid grade hba1c hcp hdu high hospice htn hx indicated indication "
    "induction infuse infused initial inj intubate ipd itu ketamine kg kgs levobupivacaine lft lfts lido lidocaine "
    "ligno limited loading los mag maint maintenance max mcg mgs mgso4 mini mmol monitored monitoring monotherapy "
    "morphine mrn multiparous naproxen nbm nefopam nil nnh nnt noc nocte nrs nsaid nulliparous obs od odi omt "
    "oramorph outcome outpt pca pcm pethidine placebo po postdischarge pr preemptive preload premedicated "
    "preop preoperative presentation presenting pretreat pretreated prn prochlorperazine proph protocol pts qds quad "
    "rcog recommendation redflags reeda refractory regime remission requirement response resus retrospective ropi "
    "ropivacaine sab salvage sc score scoring setting sga sha sig sign sips soc spb spo2 staging standard stat "
    "subgroup subset success sulph suppl supps target taurine tds tid titrate titrated titration tolerability "
    "transfer triage tx unresponsive unspecified urgent vas vitals vnrs vs w x"
)
ASIDE = _SETTING | _EVERYDAY | _CLINICAL
# Other such words: numbers, adverbs, and the stems of the names of medicines (INN).
ASIDE_PATTERN = (
    r"[0-9]|[0-9]{3,4}|[0-9]{1,2}(?:am|pm|st|nd|rd|th|h|hrs?)|[a-z]{4,}ly|nsaids?|"
    r"[a-z]{2,}(?:caine|profen|triptan|olol|pril|sartan|setron|oxetine|triptyline|gabalin|fenac|oxicam|coxib|azepam|"
    r"azolam|pramide|codone|orphone|adol|azepine|etamine|entanil|etidine|etamol|aminophen|orolac|asone|olone|olol)s?"
)

# Illnesses, causes, parts of the body and animals: a query with such a word may be about something else.
SUBJECTS = _forms(
    "abscess abuse accident acid acne acupuncture addiction adductor adenoids adhd adhesion aids airway alcohol "
    "alcoholic allergy alpaca als altitude alzheimer amiodarone ammonia amputation amputee amyloid amyloidosis "
    "anaemia anaesthesia anal anastrozole aneurysm animal antacid antacids antibiotic antibody antidepressant "
    "antifungal antihistamine antiviral anus anxiety aorta apnea apnoea appendix arachnoiditis armpit aromatase "
    "arrhythmia arsenic artery asbestos aspartame assault asthma asthmatic ataxia autism autistic autoimmune babies "
    "baby bariatric barn bartholin bat bedwetting bee behcet bell belly bile binge biologic biopsy bipolar birthmark "
    "bisphosphonate bite bladder bleed bleeding blind blister bloating blood bmi boil bomb booster botox bovine bowel "
    "brace braces bradycardia brain brca breast breastbone breastfeed breastfeeding breath breathing breathless "
    "breech bronchial bruise budgie bulldog bullet bunion bunions burnout bursa buttock bypass caffeine cage calcium "
    "calculus callus camel canine cannabis cannula carbon carbuncle carcinoid cardiac carotid cartilage cast cat "
    "cataract cattle cauda celiac cervical cervix chancre charcot cheese chewing chiari chicken chickenpox chickens "
    "chikungunya chill chiropractor chlorine chocolate cholera cholesterol chorea cidp ciprofloxacin citrus "
    "claudication clot clots cmv cocaine coccydynia coccyx cochlear coeliac coffee cognition colic collagen "
    "collarbone collie collision colon colonic coma compensation compulsive concussion condom confusion congenital "
    "congestion conjunctiva consciousness constipated constipation contraception contraceptive contraction contrast "
    "contusion convulsion copd cord corn cornea coronary coronavirus cortisol cortisone cough covid cow cramped "
    "cranial craniotomy crash creatinine crohn croup crown cruciate crush crystals cushing cyst cystic cysts "
    "dachshund dairy deaf deafness decompression decongestant defibrillator deformity dehydrated dehydration delirium "
    "delivery delusion dementia demyelination dengue dental dentures depo depressed depression deprivation "
    "dermatology dermatomyositis detox detoxing diaphragm diarrhea diarrhoea disability discitis dislocated "
    "dislocation diuretic dive divers diverticular diverticulum diving dizziness dizzy dog dogs donkey donor drinking "
    "drowsy drug drum duck dupuytren dvt dyslexia dyspepsia dysphagia dyspnoea dystonia dystrophy ear ebola ebv "
    "eclampsia ectopic eczema edema egfr ehlers elbow electric electrocution embolism embolus embryo encephalopathy "
    "endocrine endometrial enzyme epilepsy epileptic equina equine erectile erection erythema esophageal esophagus "
    "estrogen euthanasia ewe excluded exclusion expectancy explosion eyeball eyebrow eyelid eyesight fabry faint "
    "fainting fallopian family fascia fascicular fasting fat fatigue fatty feline femoral femur ferret fertility "
    "fetal fetus fever fibre fibrillation fibroid fibroids fibroma fibula filgrastim finasteride fingernail fissure "
    "fistula flank flashback flashbacks flock flu fluid fluoroquinolone foal foals foetus fog forceps foreskin "
    "frostbite fungal fungus furosemide gallbladder gallop gallstone gallstones ganglion gangrene gastric gastro "
    "gaucher gbs gca gelding genetic genital genitals gerbil gfr giant giardia gilbert gingiva gland glandular "
    "glaucoma glioma gluteal gluten glyphosate goat goats goitre gonorrhoea gout graft graves greyhound groin growth "
    "guillain guinea gum gums gunshot gut haemophilia haemorrhage hallucination hallux hammer hamster hamstring "
    "hangover harm harmful hashimoto hay headlice hear heart heartburn heatstroke heel heels hemophilia hemorrhage "
    "hen hens hep hepatic hepatitis herd hereditary hernia heroin herpes hiccup hiccups hind hip histamine hiv hives "
    "hodgkin homocysteine hoof hormonal hormone hormones hpv hrt hsv humerus hunger huntington hydration hygiene "
    "hyperglycaemia hypermobile hypermobility hypertension hypnosis hypochondria hypoglycaemia hypoglycemia "
    "hypotension hypothermia hysterectomy ibd ibs idiopathy ileus immune immunity immunosuppressant immunotherapy "
    "impetigo implant implants impotence incontinence incontinent indigestion infarct infarction infected infection "
    "infertile infertility influenza ingrown inhaler inhalers inherited insect insomnia insulin insurance interferon "
    "interstitial intestinal intestine iron irradiation irritability ischaemia ischaemic ischemia ischemic isoniazid "
    "isotretinoin itch itchiness itching itchy iud ivf jaundice jellyfish jetlag juvenile keloid kennel ketoacidosis "
    "ketosis kidney kitten kittens klinefelter knuckle labrador lactating lactation lactose lamb lambs lame laryngeal "
    "larynx laser lawyer laxative leaky legionnaire leprosy lesion letrozole leukaemia leukemia libido lice lichen "
    "ligament ligaments lightning lip lips listeria lithium liver llama lobe locked lockjaw loin loins longevity "
    "lumbago lung lungs lupus lyme lymph lymphatic lymphoma malaria malignant mammal mange manic mare marfan "
    "marijuana marrow mastectomy mcardle measles median meditation melanoma melatonin memory meniere menieres "
    "meninges meningioma meniscal meniscus menopausal menopause meralgia mercury mesothelioma metabolic metallic "
    "metastases metastasis metastatic meteorite metformin metronidazole mets mice microbiome midges milk mirena "
    "miscarriage misdiagnosis mitochondrial mitral mittelschmerz mnd mold mole monkey mono mononucleosis monoxide "
    "mood morton mosquito mould mounjaro mouse mri mrsa ms msa msg mucus multiple mumps murine murmur muscular "
    "myasthenia myeloma myelopathy nail nails narcolepsy nasal nausea nauseous navel neighbour neonatal neonate "
    "nephrotic nerves nervousness neuroblastoma neurone newborn nightmare nightmares nipple nipples nitrates "
    "nitrofurantoin norovirus nose nosebleed nostril nuclear obese obesity occipital ocd ocular oedema oesophageal "
    "oesophagus oestrogen optic optical orbit orthodontic osgood osteomyelitis otitis ovarian ovaries ovary overdose "
    "overheating overuse overweight ovulate ovulating ovulation ozempic pacemaker pacing paddock paget palate "
    "palpitation palpitations palsy pancreas pancreatic panic parachute parasite parasites parkinson parkinsonism "
    "parkinsons parotid parrot patella patellar paw pelvis penicillin penis peptic pericardium peroneal personality "
    "perthes pessary pesticide petrol pets phantom phlebitis phobia physiotherapy pig pigeon piles pill pilonidal "
    "pinched piriformis placenta plague plantar platelet pleural pleurisy pmr pneumonia poison poisoned poisoning "
    "polio pollen polycythaemia polymyalgia polymyositis polyp polyps pompe pony poodle porphyria potassium potts "
    "poultry pox prednisolone preeclampsia prem premature pressure preterm prolapse prostate prosthesis prosthetic "
    "protein pseudogout psoriasis psoriatic psp psychiatric psychosis psychotic ptsd puberty pubic puffer pulmonary "
    "pup puppy pups pylori quadriceps rabbit rabies racehorse racehorses radiation radiology radiotherapy rape rash "
    "rashes rat rats ray raynaud raynauds rebound rectal rectum reflux refraction relapsing respiratory restless "
    "retina retinal retinoblastoma retriever rheumatic rhinitis rib rickets ringing ringworm roaccutane rodent "
    "rodents rosacea rotator rotavirus rsv rubella ruled rupture ruptured sacroiliac sacrum salbutamol salivary "
    "salmonella sarcoid sarcoma scabies scald scaphoid scapula scarlet schizophrenia schizophrenic scleroderma "
    "scoliosis scrotal scrotum scurvy seasickness sedation seizure seizures semen sepsis septic septum serotonin sex "
    "sexual sheep shin shingles shivering sinus sinuses sjogren sjogrens skin skull sle sled sleep sleeping slipping "
    "smear smoking snake sneeze sneezing snore snoring solvent sow spaniel spastic spasticity speech sperm spider "
    "spina spironolactone spleen splenic splinter spondylolisthesis sprain sprained squint stab stable stallion "
    "statin statins stent sternum steroid steroids stiff stiffness stillbirth stillborn stomach stool stools "
    "strabismus stretchmarks stroke strokes stump stutter stye suicidal suicide sulphites sunburn sunstroke surrogacy "
    "surrogate swallow swallowing sweat sweating sweats swelling swollen syphilis syringomyelia tachycardia tailbone "
    "tamoxifen tan tantrum tapeworm tarsal tb tea tear teething temporal tendon tendons tension terrier testicle "
    "testicles testicular testosterone tetanus tetany tethered thalassaemia thalassemia thallium thirst thirsty "
    "thoroughbred throid thrombosed thrush thumb thymoma thymus thyroid tia tibia tibial tic tick tics tinea tinnitus "
    "tired tiredness tocolysis toenail toilet tongue tonic torsion torticollis tortoise tourettes toxic toxicity "
    "toxin trait transplant transplants transverse trapezius tremor tremors trimester trochanter trulicity tubal "
    "tuberculosis tuberous tumor tumors tumour tumours turner twin twins twitch twitches twitching typhoid tyramine "
    "ulcer ulcers ulnar umbilical unconscious unlikely uraemia ureter urethra urinary urine uterine uterus uti "
    "vaccinated vaccination vaccine vaginal vagus vaping varices varicocele varicose vascular vasculitis vegan vein "
    "venom ventouse vertigo vestibular vet veterinary viagra viral virus vision visual vitreous vocal voicebox "
    "volvulus vomit vomiting vulva vulval vzv wart warts wasp weakness wegovy weightloss wernicke wheeze whelping "
    "whimpering whiplash whippet whipworm whistle whooping wilson wine wisdom withdrawal womb worms wound wounds "
    "wrinkle wrinkles wrist xray yawning yeast zika zoster"
)
# The endings of other such words: of illnesses, operations and medicines (INN).
SUBJECT_PATTERN = (
    r"[a-z]*(?:itis|osis|oses|omas?|path(?:y|ies|ic)|algia|algic|a?emi[ac]|uria|plegi[ac]|pares[ie]s|plasia|troph(?:y|ic)|"
    r"sclerosis|stenosis|(?:ec|o|os)tomy|plasty|oscopy|rrhaph(?:y|ia)|rrh(?:o?ea|agia|age)|gen(?:ic|ous)|phobia|philia|"
    r"cele|lith|lithiasis|megaly|penia|cytosis|kine(?:sia|tic)|spasms?|ptosis|vasculitis|statins?|mabs?|tinibs?|cillin|"
    r"mycin|cyclines?|floxacin|azole|vir|platin|taxel|rubicin|prazole|thiazide|dronate|gliflozin|gliptin|glutide|formin|"
    r"parin|xaban|dipine|ifene|relin|terol|trozole|lukast|azosin|barbital|fibrate|itic|otic|(?<!opi)(?<!av)oid|ular|geal|neal|rheal)s?"
)

# Words of people who write about themselves or a relative: most words of such a sentence are everyday ones.
TELLERS = _set(
    "i im ive id ill me my we our he hes she shes his her him mum mums mom moms dad dads husband husbands wife wifes "
    "son sons daughter daughters nan nans gran grans brother brothers sister sisters partner partners"
)
# Words before a cause or another subject, and words before a noun: other ignored words begin a sentence ("I'm pregnant
# and have leg cramps").
LINKS = _set("after by during following from of post since to with")
OWNERS = _set("a the my her his their our")

# Words of names that say nothing elsewhere in a sentence ("end up", "lasts for days").
QUIET = _forms("attack back end fewer hot last long low off out over point up went whole")

# Phrases for which one word stands, or none ("").
PHRASES = {
    "used to (?:have|get|suffer(?: from)?)|(?:dont|doesnt|didnt) (?:get|have|suffer(?: from)?)": "not",
    "(?:is|are|was|were) actually|turn(?:ed|s) out|in fact": "misdiagnosis",
    "(?:foot|leg|arm|hand|limb|toes) (?:that |which )?(?:isnt|is not|arent) there": "phantom limb pain",
    "(?:(?:son|daughter|boy|girl|he|she|child) is|hes|shes|aged) (?:just |only )?"
    "(?:five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six)teen)": "child",
    "nothing to do with|(?:much |far )?worse than|unlike|different (?:from|to)|not the same as": "not",
    "heart attacks?": "heart infarction",
    "when (?:should|do) (?:i|we) go (?:in )?to (?:the )?hospital": "emergency",
    "cuts? (?:down )?(?:on )?(?:the |my |her |his )?(?=pain|attack|cramp|headache|migraine)": "",
    "end of (?:the )?(?:case|op|operation|surgery|procedure)": "",
    "pre (?=period|menses)": "before ",
    "under (?:a )?(?:spinal|sab)(?! an)": "spinal anesthesia",
    "(?:thought|think|thinking) (?:it|this) (?:was|is|were|might be)|mistaken for|misdiagnosed as": "not",
    "(?:bad|dodgy|sore) back|back (?:trouble|problems?)": "back pain",
    "(?:bad|dodgy|creaky) knees?|knee (?:trouble|problems?)": "knee pain",
    "(?:constant|ongoing|in|with|had|of) pain for (?:[0-9]+|ten|many|several|twenty) (?:years|yrs)": "chronic pain",
    "it (?:mg|mgso4)": "intrathecal mg",
    "(?:emergency|planned|elective|c) section": "cesarean",
    "(?:opioid|opiate|morphine) (?:use|consumption|requirements?|needs?)": "",
    "(?:made|makes|making) (?:me|her|him|them) (?:feel )?(?:so |really |very )?"
    "(?:sick|dizzy|drowsy|tired|sleepy|stupid|ill|nauseous|woozy|foggy|itch)": "",
    "(?:ibuprofen|naproxen|nsaids?|painkillers|they|it|which) (?:upsets?|hurts?|irritates?) "
    "(?:my|her|his) (?:stomach|tummy)": "",
    "right now": "acute",
    "(?:before|when|while) (?:i|she) bleeds?": "before period",
    "(?:stop|stops|stopping) (?:getting|having) (?:my )?migraines?": "migraine prevention",
    "migraines? (?:(?:about |around )?[a-z]+ times )?(?:a|per|every|each) (?:month|week)": "migraine prevention",
    "(?:heat|heating|gel|ice|sanitary|maternity) pads?|a (?:[a-z]+ium )?pad": "",
    "er with": "er",
    "ed with": "ed",
    "casualty with": "casualty",
    "back (?:has |have |just |suddenly |is )*(?:gone|went|seized|locked)(?: up| out)?": "acute back pain",
    "(?:when|before|as|until) (?:i|she) comes? on": "before period",
    "(?:fewer|less) (?:painkillers?|opioids?|morphine|pain ?relief)": "",
    "cut (?:it|that|them|this|the number)(?: down)?": "",
    "migraines? coming on": "migraine attack",
    "migraines? (?:from )?coming back": "migraine prevention",
    "(?:had|after|since|following) (?:the )?shingles(?= (?!pain|neuralgia|nerve))": "pain after shingles",
    "tonic water": "",
    "leg day": "leg exercise",
    "lower(?:s|ed|ing)? (?:the |my |her |his )?pain": "",
    "spin class": "exercise",
    "(?:new )?kidney stones? (?:forming|coming back|returning|again)": "kidney stone prevention",
    "(?:drug|medicine|medication|pill) induced": "iatrogenic",
    "(?:opioid|opiate|morphine) (?:sparing|free)": "sparing",
    "(?:com(?:e|es|ing)|came) (?:back|on)|at work|get(?:ting)? rid of|cut(?:ting)? down|as well|a lot": "",
    "(?:wont|doesnt|never|not) go away": "persistent",
    "go(?:es|ing)? away": "",
    "type i": "type",
    "pins (?:and |n |or )?needles": "tingling",
    "on fire": "burning",
    "put (?:(?:me|you|him|her|them|us) )?(?:to sleep|under)": "anesthesia",
    "(?:into|through|via|by) (?:(?:the|a|my|her|his) )?veins?": "intravenous",
    "(?:any|no|the) point": "",
    "(?:came|come|coming|get|got|getting) off": "",
    "out of bed": "bed",
    "(?:straight |right )?back up": "",
    "(?:done|did|doing) (?:my|his|her|your) back(?: in)?": "acute back pain",
    "(?:waiting for|waiting list for|instead of|rather than|to avoid|avoiding|put off) (?:(?:a|an|my|the|new) )*"
    "(?:(?:(?:knee|hip) )?replacements?|knees?|hips?|ones|surgery|operation)": "",
    "womb (?:removed|out|taken out)": "womb removal",
    "(?:can|could|cant|cannot|couldnt|dont|didnt|not|hardly|barely) sleep(?: at night)?": "",
    "[1-4][0-9] or 40": "pregnancy",
    "(?:is|are) killing (?:me|her|him)": "pain",
    "head (?:(?:is|was|just|still|always|really) )?"
    "(?:pain|hurts|aches|split(?:s|ting)|pound(?:s|ing)|throb(?:s|bing))": "headache",
    "(?:that )?time of (?:the |my |her )?month": "period",
    "migraine headaches?": "migraine",
    "flare ups?": "",
    "g[0-9] ?p[0-9]": "pregnancy",
    "[0-9]+ ?(?:mm|cm|kg)": "",
    "[0-9]+ (?:weeks?|wks?|months?) (?=pregnan)": "",
    "(?:im|i am|shes|at) [0-9]{1,2} (?:weeks?|wks?)|(?:im|i am|shes) [0-9] months?": "pregnancy",
    "(?:for|since|after|last|past|over) [0-9]+ (?:weeks?|wks?)|[0-9]+ (?:weeks?|wks?) (?=ago|of|post|later)": "",
    "[0-9]+ (?:weeks?|wks?) (?:gone|along)|(?:2[0-9]|3[0-9]|4[01]) (?:weeks?|wks?)": "pregnancy",
    "[0-9]+ (?:hours?|hrs?|days?|months?|years?|yrs?)": "",
    "work(?:ing|ed)? out": "exercise",
    "(?:while|whilst|when|im|i am|shes) expecting": "pregnancy",
    "(?:1st|2nd|3rd) (?=trimester)": "",
    "[ls][1-5](?: ?(?:or )?[ls]?[1-5])?": "lumbar",
}

# The abbreviations that clinicians write with a sign.
SHORTHAND = {
    "a&e": "department", "b/l": "", "c/o": "with", "c/s": "cesarean", "dx": "", "f/u": "", "h/a": "headache",
    "h/o": "with", "hx": "", "mx": "", "pt": "", "rx": "", "s/p": "after", "t&a": "adenotonsillectomy", "tx": "",
    "w/": "with", "y/o": "yo",
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
