// Understands a question as the command does (magpain/query/names.py): it never guesses between two conditions.
"use strict";
window.magpainFind = (() => {
  const data = window.MAGPAIN_INDEX;
  const set = (text) => new Set(text.split(" ").filter(Boolean));
  const [STOP, NEUTRAL, GENERIC, ROUTES, SUBSTANCE, SALTS, KNOWN] =
    ["stop", "neutral", "generic", "routes", "substance", "salts", "known"].map((name) => set(data[name]));
  const FORMS = data.forms, has = Object.hasOwn;
  const minus = (one, ...others) => new Set([...one].filter((word) => !others.some((other) => other.has(word))));
  const within = (one, other) => [...one].every((word) => other.has(word));
  const same = (one, other) => one.size === other.size && within(one, other);
  const alpha = (word) => /^\p{L}+$/u.test(word);
  const unique = (list) => [...new Set(list)];
  const NAMES = data.names.map(([key, words, own]) => ({ key, words: set(words), own }));
  for (const name of NAMES) name.core = minus(name.words, NEUTRAL);
  const keysOf = (names) => unique(names.map((name) => name.key));
  const leftOut = (key) => !data.pages[key][1];
  const none = { keys: [], certain: false, also: [], fit: "name" };

  const fold = (text) => (text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\u00df/g, "ss")
    .replace(/['\u2019]/g, "").match(/[\p{L}\p{N}]+/gu) || []).join(" ");
  const form = (word) => {
    if (has(FORMS, word)) return FORMS[word];
    if (word.length < 5 || !alpha(word)) return word;
    let plain = word.replaceAll("oe", "e").replaceAll("ae", "e").replaceAll("sulph", "sulf");
    if (plain.endsWith("ies")) plain = plain.slice(0, -3) + "y";
    else if (/(sses|xes|shes)$/.test(plain)) plain = plain.slice(0, -2);
    else if (/s$/.test(plain) && !/(ss|us|is)$/.test(plain)) plain = plain.slice(0, -1);
    plain = plain.replace(/our$/, "or");
    return has(FORMS, plain) ? FORMS[plain] : plain;
  };
  const parted = (word) => {
    if (STOP.has(word) || KNOWN.has(form(word)) || has(FORMS, word) || !alpha(word)) return [word];
    for (let at = 1; at < word.length - 3; at++)
      if (KNOWN.has(form(word.slice(0, at))) && KNOWN.has(form(word.slice(at)))) return [word.slice(0, at), word.slice(at)];
    return [word];
  };
  const joined = (words) => {
    const found = [];
    for (let at = 0; at < words.length; at++) {
      const both = words.slice(at, at + 2).join("");
      if (words.length > at + 1 && KNOWN.has(form(both)) && !/^\p{N}+$/u.test(both)) { found.push(both); at++; }
      else found.push(...parted(words[at]));
    }
    return found;
  };
  const wordsOf = (folded) => {
    const found = [];
    for (const word of joined(folded.split(" "))) {
      const plain = form(word), own = SUBSTANCE.has(plain);
      if (!STOP.has(word) && !(own && !ROUTES.has(found.at(-1)))) found.push(own ? data.subject : plain);
    }
    return new Set(found);
  };

  const named = (asked) => {
    const core = minus(asked, NEUTRAL);
    const fitting = NAMES.filter((name) => same(name.core, core) && within(name.words, asked));
    if (!fitting.length) return none;
    const longest = fitting.reduce((most, name) => (name.words.size > most.words.size ? name : most)).words;
    const bearing = NAMES.filter((name) => same(name.words, longest));
    const own = keysOf(bearing.filter((name) => name.own));
    const keys = own.length ? own : keysOf(bearing);
    const also = keysOf(NAMES.filter((name) => name.words.size > asked.size && within(asked, name.words)));
    return { keys, certain: keys.length === 1, also: also.filter((key) => !keys.includes(key)), fit: "name" };
  };
  const containing = (asked) => {
    const core = minus(asked, NEUTRAL);
    const held = NAMES.filter((name) => name.core.size && name.core.size < core.size && within(name.core, core) && within(name.words, asked));
    held.sort((one, other) => other.core.size - one.core.size || leftOut(one.key) - leftOut(other.key));
    const longest = keysOf(held.filter((name) => name.core.size === held[0].core.size));
    const wider = keysOf(NAMES.filter((name) => name.core.size > core.size && within(core, name.core)));
    const covering = keysOf(held).filter((key) => within(core, set(data.covers[key])));
    const both = unique([...covering, ...wider]);
    return covering.length ? { ...none, keys: both, certain: both.length === 1 && longest.includes(covering[0]) } : none;
  };
  const wider = (asked) => {
    const core = minus(asked, NEUTRAL);
    const fitting = keysOf(NAMES.filter((name) => same(name.core, core)));
    const longer = NAMES.filter((name) => !leftOut(name.key) && name.core.size > core.size && within(core, name.core) && (name.own || minus(core, GENERIC).size));
    const both = unique([...fitting, ...keysOf(longer.sort((one, other) => one.core.size - other.core.size))]);
    return { ...none, keys: both, certain: both.length === 1 && fitting.length > 0 };
  };
  const part = (asked) => {
    const scores = new Map(), order = (one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
    for (const name of NAMES) {
      const shared = minus(new Set([...asked].filter((word) => name.words.has(word))), NEUTRAL, ROUTES, new Set([data.subject]));
      const whole = within(name.words, asked), telling = minus(shared, GENERIC).size;
      if ((telling || shared.size > 1 || (shared.size && whole)) && (whole || (name.own && !leftOut(name.key)))) {
        const score = [telling, shared.size, +whole], known = scores.get(name.key);
        if (!known || order(score, known) > 0) scores.set(name.key, score);
      }
    }
    const most = Math.max(0, ...[...scores.values()].map((score) => score[0]));
    const best = [...scores].filter(([, score]) => score[0] === most).sort((one, other) => order(other[1], one[1]));
    return { ...none, keys: best.map(([key]) => key), fit: "part" };
  };
  const begun = (folded) => {
    if (folded.length < 3 || !alpha(folded)) return none;
    const meanings = [...KNOWN].filter((word) => word.startsWith(folded) && alpha(word)).map((word) => named(new Set([word])));
    const keys = unique(meanings.flatMap((meaning) => meaning.keys));
    const certain = keys.length === 1 && folded.length >= 5 && meanings.every((meaning) => meaning.certain);
    return { ...none, keys, certain, fit: "spelling" };
  };
  // Optimal string alignment, as in the command; above `most` any larger number will do.
  const edits = (one, other, most) => {
    let before = [], row = [...Array(other.length + 1).keys()];
    for (let at = 1; at <= one.length; at++) {
      const above = row, older = before;
      row = [at];
      for (let place = 1; place <= other.length; place++) {
        let cost = Math.min(above[place] + 1, row[place - 1] + 1, above[place - 1] + (one[at - 1] !== other[place - 1]));
        if (at > 1 && place > 1 && one[at - 1] === other[place - 2] && one[at - 2] === other[place - 1]) cost = Math.min(cost, older[place - 2] + 1);
        row.push(cost);
      }
      before = above;
      if (Math.min(...row) > most) return most + 1;
    }
    return row.at(-1);
  };
  const respelled = (word) => {
    if (word.length < 4 || !alpha(word)) return [];
    const most = word.length < 8 ? 1 : 2;
    const near = unique([...KNOWN, ...Object.keys(FORMS)])
      .filter((other) => other.length >= 4 && alpha(other) && Math.abs(other.length - word.length) <= most)
      .map((other) => [other, edits(word, other, most)]);
    const least = Math.min(most + 1, ...near.map(([, count]) => count));
    const close = near.filter(([other, count]) => count === least && count <= most && (count < 2 || other[0] === word[0]));
    return unique(close.map(([other]) => form(other))).filter((other) => KNOWN.has(other) || NEUTRAL.has(other)).sort();
  };
  const first = (asked, ways) => {
    for (const way of ways) { const meaning = way(asked); if (meaning.keys.length) return meaning; }
    return none;
  };
  const corrected = (asked) => {
    const unknown = minus(asked, KNOWN, NEUTRAL, GENERIC);
    let tried = unknown.size && unknown.size <= 3 ? [asked] : [];
    for (const word of unknown)
      tried = respelled(word).flatMap((other) => tried.map((each) => new Set([...minus(each, new Set([word])), other])));
    return { ...none, keys: unique(tried.flatMap((each) => first(each, [named, containing, wider]).keys)), fit: "spelling" };
  };

  // Return what a question means: keys of pages, and whether the first is certain to be meant.
  return (question) => {
    const folded = fold(question);
    if (!folded) return none;
    const upper = question.trim();
    const keys = has(data.exact, folded) ? data.exact[folded] : upper === upper.toUpperCase() && has(data.exact, upper) ? data.exact[upper] : [];
    if (keys.length) return { ...none, keys, certain: keys.length === 1, fit: "exact" };
    const asked = minus(wordsOf(folded), SALTS);
    if (!minus(asked, NEUTRAL).size) return none;
    return first(asked, [named, containing, wider, () => begun(folded), corrected, part]);
  };
})();
