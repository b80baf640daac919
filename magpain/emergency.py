"""Words that may mean an emergency, and the line that is shown before any answer to them.

The table does not depend on the knowledge file. Each row gives the page it was read on (2026-11-30). magpain does not
diagnose: the line says what to do if this is happening now.
"""

from __future__ import annotations

from magpain.folding import fold

CALL = "If this is happening now, call your emergency number (112, 911, 999)."

# A sign is a set of words that must all occur in a question, in any order; "a|b" is either word.
SIGNS: dict[str, tuple[str, ...]] = {
    # "Worst headache ever", "like being hit on the head with a shovel": call 999.
    "http://www.myhealthbracknell.info/home/i-am-ill/other/headaches/": (
        "thunderclap",
        "thunder clap",
        "worst head|headache|headaches|migraine ever|life",
        "sudden|suddenly severe|extreme|terrible|awful|excruciating|agonising|worst head|headache",
    ),
    # Call 999 for suspected meningitis; its signs are those of https://caths.cam.ac.uk/meningitis, after the NHS.
    "https://epsom-sthelier.nhs.uk/meningitis": (
        "meningitis",
        "stiff|stiffness neck fever|feverish|temperature|rash|drowsy",
        "headache|head fever|temperature rash|stiff|drowsy",
        "rash glass|fade|fades|fading",
    ),
    # Face, arms, speech: call 999 for any single one.
    "https://www.bartonfamilypractice.nhs.uk/2021/03/16/when-stroke-strikes-act-f-a-s-t/": (
        "stroke",
        "face|mouth droop|drooping|droops|drooped|dropped|fallen",
        "slurred|slurring speech|words|talking",
        "cant|cannot|sudden|suddenly speak|talk|speech",
        "sudden|suddenly|cant|cannot arm|arms|side weak|weakness|numb|numbness|lift|raise|move",
    ),
    # Pain or tightness in the chest that may spread to arms, neck or jaw.
    "https://springwellhousesurgery.nhs.uk/reconising-a-heart-attack/": (
        "heart attack",
        "unstable angina",
        "chest crushing|crushed|tight|tightness|squeezing|pressure|heavy",
        "chest pain|pains|ache|hurts|hurting|discomfort",
    ),
    # Cauda equina: go to an emergency department at once.
    "https://royalfree.nhs.uk/patients-and-visitors/patient-information-leaflets/cauda-equina-syndrome": (
        "cauda equina",
        "cant|cannot|stopped|lost|losing feel|feeling|move|moving leg|legs|feet",
        "numb|numbness|feeling genitals|groin|bottom|buttocks|saddle|thighs",
        "back incontinence|incontinent|bladder|bowel|wee|pee|urinate",
        "lost|losing|loss|cant|cannot control|hold bladder|bowel|bowels|wee|pee",
    ),
    # Something harmful swallowed: call 999 or go to an emergency department.
    "https://richmondgpalliance.co.uk/health-a-z/?condition=poisoning%2F": (
        "overdose|overdosed|poisoned|poisoning",
        "too many|much took|taken|swallowed tablets|pills|capsules",
        "swallowed|ate|eaten|drank bottle|packet|whole|box",
    ),
}


def urgent(question: str) -> str | None:
    """Return the line to show first if a question has the words of a possible emergency, else None."""
    words = frozenset(fold(question).split())
    signs = (sign for signs in SIGNS.values() for sign in signs)
    return CALL if any(_has(words, sign) for sign in signs) else None


def _has(words: frozenset[str], sign: str) -> bool:
    return all(not words.isdisjoint(each.split("|")) for each in sign.split())
