// Matches names as the command does (magpain/query/name_match.py): it never guesses between two conditions.
"use strict";
window.magpainFind = (() => {
  const data = window.MAGPAIN_INDEX;
  const set = (text) => new Set(text.split(" ").filter(Boolean));
  const [STOP, NEUTRAL, GENERIC, ROUTES, OPERATIONS, PROCEDURES, ENDINGS, REAL, ASIDE, SUBSTANCE, SALTS, KNOWN] =
    ["stop", "neutral", "generic", "routes", "operations", "procedures", "endings", "real", "aside", "substance", "salts", "known"].map((name) => set(data[name]));
  const [SUBJECTS, QUIET, TELLERS, LINKS, OWNERS, ASKING] = ["subjects", "quiet", "tellers", "links", "owners", "asking"].map((name) => set(data[name]));
  const [ASIDE_FORM, SUBJECT_FORM] = [data.asides, data.subject_pattern].map((pattern) => new RegExp(`^(?:${pattern})$`));
  const FORMS = data.forms, has = Object.hasOwn;
  const minus = (one, ...others) => new Set([...one].filter((word) => !others.some((other) => other.has(word))));
  const within = (one, other) => [...one].every((word) => other.has(word));
  const same = (one, other) => one.size === other.size && within(one, other);
  const alpha = (word) => /^\p{L}+$/u.test(word);
  const unique = (list) => [...new Set(list)];
  const NAMES = data.names.map(([key, words, own]) => ({ key, order: words.split(" "), words: set(words), own }));
  const DESCRIBED = data.described.map(([key, words]) => ({ key, words: set(words) }));
  for (const name of [...NAMES, ...DESCRIBED]) name.core = minus(name.words, NEUTRAL);
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
      if ([word.slice(0, at), word.slice(at)].every((piece) => (piece === "post" || !STOP.has(piece)) && KNOWN.has(form(piece)))) return [word.slice(0, at), word.slice(at)];
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
  const orderOf = (folded) => {
    const found = [];
    const text = folded.replace(/(?<![\p{L}\p{N}])post ([\p{L}\p{N}]+)/gu, (post, next) => (KNOWN.has(form("post" + next)) ? post : `after ${next}`));
    const words = joined(text.split(" ").filter(Boolean));
    words.forEach((word, at) => {
      const plain = form(word), own = SUBSTANCE.has(plain);
      const routed = ROUTES.has(found.at(-1)) || WAYS.has(form(words[at + 1] || ""));
      if (!STOP.has(word) && !(own && !routed)) found.push(own ? data.subject : plain);
    });
    return found;
  };
  const wordsOf = (folded) => new Set(orderOf(folded));
  const WAYS = new Set(["topical", "intravenous", "oral"]);
  const GIVEN = new Set([...ROUTES, data.subject]);

  const COVERS = data.pages.map(() => new Set(NEUTRAL));
  for (const name of NAMES) name.order.forEach((word) => COVERS[name.key].add(word));
  const cover = (key, given) => (given ? new Set([...COVERS[key], ...set(data.ways[key])]) : COVERS[key]);
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
    const about = held.filter((name) => minus(name.core, GIVEN).size), telling = about.length ? about : held;
    const longest = keysOf(telling.filter((name) => name.core.size === telling[0].core.size));
    const wider = keysOf(NAMES.filter((name) => name.core.size > core.size && within(core, name.core)));
    const covering = keysOf(held).filter((key) => within(core, cover(key, asked.has(data.subject))));
    const rivals = keysOf(held.filter((name) => name.own && name.core.size > 1 && !within(name.core, telling[0].core)));
    const both = unique([...covering, ...longest, ...wider, ...rivals]);
    return covering.length ? { ...none, keys: both, certain: both.length === 1 } : none;
  };
  const wider = (asked) => {
    const core = minus(asked, NEUTRAL);
    const exact = NAMES.filter((name) => same(name.core, core)), fitting = keysOf(exact);
    const longer = NAMES.filter((name) => !leftOut(name.key) && name.core.size > core.size && within(core, name.core) && (name.own || (minus(core, GENERIC).size && minus(name.core, core).size <= 2)));
    const both = unique([...fitting, ...keysOf(longer.sort((one, other) => one.core.size - other.core.size))]);
    return { ...none, keys: both, certain: both.length === 1 && exact.some((name) => name.own && !name.words.has("pain")) };
  };
  const operated = (asked) => {
    const what = minus(asked, OPERATIONS, NEUTRAL);
    if (!meet(asked, OPERATIONS) || !what.size) return none;
    const alike = NAMES.filter((name) => !leftOut(name.key) && meet(name.core, OPERATIONS) && same(minus(name.core, OPERATIONS), what));
    return { ...none, keys: keysOf(alike), fit: "part" };
  };
  const isOperation = (word) => PROCEDURES.has(word) || [...ENDINGS].some((ending) => word.endsWith(ending));
  const procedure = (asked) => {
    const done = [...asked].some((word) => word === "surgery" || isOperation(word));
    return done ? { ...none, keys: named(new Set(["surgery", "pain"])).keys, fit: "part" } : none;
  };
  const halves = (order) => {
    const at = order.indexOf("after");
    return [minus(new Set(order.slice(0, at)), NEUTRAL), minus(new Set(order.slice(at)), NEUTRAL)];
  };
  const meet = (one, other) => [...one].some((word) => other.has(word));
  const fits = (name, order) => {
    if (!order.includes("after")) return true;
    const [before, later] = halves(order);
    if (name.order[0] === "after") return within(minus(new Set(name.order.slice(1, 2)), NEUTRAL), later);
    const telling = name.order.filter((word) => name.core.has(word));  // "back surgery pain"
    if (same(new Set(telling.slice(0, later.size)), later) && within(new Set(telling.slice(later.size)), before)) return true;
    return name.words.has("after") ? within(halves(name.order)[1], later) : !(meet(name.core, before) && meet(name.core, later));
  };
  const spans = (name, order) => {
    const [before, later] = order.includes("after") ? halves(order) : [new Set(), new Set()];
    return !before.size || !later.size || (meet(before, name.words) && meet(later, name.words));
  };
  const piece = (name, order) => name.core.size === 1 || ` ${order.join(" ")} `.includes(` ${name.order.join(" ")} `);
  const part = (order) => {
    const asked = minus(new Set(order.filter((word) => !/^\p{N}+$/u.test(word))), SALTS), scores = new Map();
    const compare = (one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
    const there = NAMES.filter((name) => name.core.size && within(name.words, asked) && fits(name, order));
    let whole = there.filter((name) => minus(name.core, GIVEN).size);
    if (!whole.length && !meet(minus(asked, NEUTRAL, GENERIC, GIVEN), KNOWN)) whole = there;
    whole = whole.filter((name) => !leftOut(name.key) || piece(name, order));
    whole = whole.filter((name) => !whole.some((other) => name.core.size < other.core.size && within(name.core, other.core)));
    for (const name of [...whole, ...NAMES.filter((name) => name.own && !leftOut(name.key))]) {
      const shared = minus(new Set([...asked].filter((word) => name.words.has(word))), NEUTRAL, GIVEN);
      const telling = minus(shared, GENERIC).size, held = whole.includes(name);
      if (telling || shared.size > 1 || held) {
        const score = [telling, shared.size, +held], known = scores.get(name.key);
        if (!known || compare(score, known) > 0) scores.set(name.key, score);
      }
    }
    const most = Math.max(0, ...[...scores.values()].map((score) => score[0])), kept = new Set(whole.map((name) => name.key));
    const above = (one, other) => one[0] - other[0] || one[1] - other[1];
    const least = [...kept].map((key) => scores.get(key)).reduce((top, score) => (above(score, top) > 0 ? score : top), [0, 0]);
    const best = [...scores].filter(([key, score]) => kept.has(key) || (score[0] === most && above(score, least) >= 0));
    best.sort((one, other) => kept.has(other[0]) - kept.has(one[0]) || compare(other[1], one[1]));
    return { ...none, keys: best.map(([key]) => key), fit: "part" };
  };
  const begun = (folded) => {
    if (folded.length < 3 || !alpha(folded)) return none;
    const meanings = [...KNOWN].filter((word) => word.startsWith(folded) && alpha(word)).map((word) => named(new Set([word])));
    const keys = unique(meanings.flatMap((meaning) => meaning.keys));
    const certain = keys.length === 1 && folded.length >= 5 && meanings.every((meaning) => meaning.certain);
    return { ...none, keys, certain, fit: "spelling" };
  };
  // Optimal string alignment distance, as in the command; beyond `most`, any larger number is returned.
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
  const respelled = (word, short = 0) => {
    if (word.length < 4 - short || !alpha(word) || REAL.has(word) || SUBJECTS.has(word)) return [];
    const most = short ? 1 : 2;
    const near = unique([...KNOWN, ...Object.keys(FORMS)])
      .filter((other) => other.length >= 4 && alpha(other) && Math.abs(other.length - word.length) <= most)
      .map((other) => [other, edits(word, other, most)])
      .filter(([other, count]) => count <= 1 || (count === most && Math.max(word.length, other.length) >= 8 && other[0] === word[0]));
    const least = Math.min(...near.map(([, count]) => count));
    const close = near.filter(([, count]) => count === least);
    return unique(close.map(([other]) => form(other))).filter((other) => KNOWN.has(other) || NEUTRAL.has(other)).sort();
  };
  const first = (asked, ways) => {
    for (const way of ways) { const meaning = way(asked); if (meaning.keys.length) return meaning; }
    return none;
  };
  const corrected = (asked, folded) => {
    const unknown = minus(asked, KNOWN, NEUTRAL, GENERIC, GIVEN);
    let tried = unknown.size && unknown.size <= 3 ? [asked] : [];
    for (const word of unknown)
      tried = [...respelled(word), ...(folded.includes(`post ${word}`) ? respelled(`post${word}`) : [])].flatMap((other) => tried.map((each) => new Set([...minus(each, new Set([word])), other])));
    return { ...none, keys: unique(tried.flatMap((each) => first(each, [named, containing, wider]).keys)), fit: "spelling" };
  };

  const shouted = (text) => text === text.toUpperCase() && text !== text.toLowerCase();
  const saysNothing = (word) => word.length > 4 && [...STOP].some((stop) => Math.abs(stop.length - word.length) < 2 && edits(word, stop, 1) < 2);
  const guessed = (folded, typed) => {
    const order = orderOf(folded);
    if (order.length < 2) return none;
    const capitals = new Set(shouted(typed) ? [] : typed.split(/\s+/).filter(shouted).map(fold));
    const unknown = [...minus(new Set(order), KNOWN, NEUTRAL, GENERIC)].filter((word) => !saysNothing(word));
    const spelled = new Map(unknown.map((word) => [word, respelled(word, capitals.has(word) ? 0 : 1)]));
    const meant = unknown.filter((word) => spelled.get(word).length);
    if (!meant.length || 2 * meant.length < unknown.length) return none;
    return { ...part(order.flatMap((word) => [word, ...(spelled.get(word) || [])])), fit: "spelling" };
  };
  const isUnknown = (word) => !STOP.has(word) && ![KNOWN, NEUTRAL, GENERIC, ROUTES].some((words) => words.has(form(word)));
  const isNumber = (word) => /^\p{N}+$/u.test(word);
  const isSubject = (word) => SUBJECTS.has(form(word)) || SUBJECTS.has(word.replace(/s$/, "")) || SUBJECT_FORM.test(word);
  const isAside = (word) => ASIDE_FORM.test(word) && (isNumber(word) || (isUnknown(word) && !isSubject(word)));
  const paired = (folded) => {
    const core = minus(wordsOf(folded), SALTS, NEUTRAL);
    return new Set(NAMES.map((name) => [...name.core].filter((word) => core.has(word))).filter((shared) => shared.length > 1).flat());
  };
  const without = (folded, kept) => {
    const dropped = (word) => (ASIDE.has(form(word)) && !kept.has(form(word))) || isAside(word);
    return folded.split(" ").flatMap((word) => (dropped(word) ? (word === "sore" ? ["pain"] : []) : [word])).join(" ");
  };
  const asSurgery = (folded) => {
    const less = folded.split(" ").map((word) => (!KNOWN.has(form(word)) && isOperation(form(word)) ? "surgery" : word)).join(" ");
    return minus(wordsOf(less), SALTS, NEUTRAL, new Set(["surgery"])).size ? less : folded;
  };
  const wholeIn = (folded, own) => {
    const asked = minus(wordsOf(folded), SALTS);
    return new Set(keysOf(NAMES.filter((name) => name.core.size && within(name.words, asked) && (name.own || !own))));
  };
  const lean = (folded, typed) => {
    const meaning = found(folded, typed), bare = without(folded, paired(folded));
    if (meaning.keys.length && meaning.fit === "name") return inOrder(folded, meaning);
    for (const less of unique([bare, asSurgery(folded), asSurgery(bare), without(folded, new Set())]).filter((less) => less !== folded)) {
      const leaner = found(less, typed);
      if (leaner.fit === "name" && meet(leaner.keys, wholeIn(less, false)))
        return inOrder(less, { ...leaner, certain: leaner.certain && wholeIn(less, true).has(leaner.keys[0]) });
    }
    return meaning;
  };
  const single = (folded, typed) => {
    const meaning = lean(folded, typed);
    if (meaning.certain) return meaning;
    const [main, narrowed] = namedIn(folded);
    if (main && isAlone(main, folded, typed, narrowed)) return { ...none, keys: [main.key], certain: true };
    const hints = described(folded), isMissing = meaning.keys.length > 0 && leftOut(meaning.keys[0]);
    const named = main && (hints.length || isMissing) ? [main.key] : [];
    return named.length || hints.length ? { ...none, keys: unique([...named, ...hints, ...meaning.keys]), fit: "part" } : meaning;
  };
  const WEIGHTS = new Map();
  for (const [key, words] of [...NAMES.filter((name) => !leftOut(name.key)), ...DESCRIBED].map((name) => [name.key, name.core]).concat(data.beside.map((words, key) => [key, set(words)])))
    for (const word of words) WEIGHTS.set(word, (WEIGHTS.get(word) || new Set()).add(key));
  const nearestFirst = (folded, meaning) => {
    if (meaning.certain || meaning.fit === "name" || (meaning.keys.length && leftOut(meaning.keys[0]))) return meaning;
    const asked = [...minus(wordsOf(folded), SALTS, NEUTRAL, GIVEN)].sort();
    const near = (key) => Math.round(asked.reduce((sum, word) => sum + (WEIGHTS.has(word) && WEIGHTS.get(word).has(key) ? 1 / WEIGHTS.get(word).size : 0), 0) * 1e6);
    return { ...meaning, keys: [...meaning.keys].sort((one, other) => near(other) - near(one)) };
  };
  const described = (folded) => {
    const asked = minus(wordsOf(folded), SALTS), whole = DESCRIBED.filter((name) => within(name.words, asked));
    const most = Math.max(0, ...whole.map((name) => name.core.size));
    return keysOf(whole.filter((name) => name.core.size === most));
  };
  // The one name in a sentence, and whether the other words can be about something else (query/whole_names.py).
  const namesIn = (folded) => {
    const asked = minus(wordsOf(folded), SALTS);
    const whole = NAMES.filter((name) => minus(name.core, GIVEN).size && within(name.words, asked));
    return whole.filter((name) => !whole.some((other) => name.core.size < other.core.size && within(name.core, other.core)));
  };
  const isVague = (name) => name.core.size === 1 && within(name.core, GENERIC) && (!name.own || within(name.core, OPERATIONS));
  const mainName = (whole, narrowed) => {
    const groups = new Set(whole.filter((name) => name.own && minus(name.core, GENERIC).size).map((name) => data.groups[name.key]));
    const about = whole.filter((name) => !groups.has(name.key) && !isVague(name));
    const telling = about.length ? about : whole, rank = (name) => 2 * name.core.size + name.own;
    const main = telling.length ? telling.reduce((most, name) => (rank(name) > rank(most) ? name : most)) : null;
    if (!main || leftOut(main.key) || !(main.own || narrowed || main.core.size > 1)) return null;
    const others = telling.filter((name) => name.key !== main.key);
    return others.every((name) => rank(name) < rank(main) && within(name.core, cover(main.key, false))) ? main : null;
  };
  const byRoute = (names, routes) => {
    const isBy = (name) => meet(routes, set(data.by[name.key])) && cover(name.key, false).has("surgery");
    const sorted = (name) => [...name.core].sort().join(" "), fitting = new Set(names.filter(isBy).map(sorted));
    return names.filter((name) => !fitting.has(sorted(name)) || isBy(name));
  };
  const isGiven = (folded) => folded.split(" ").some((word) => SUBSTANCE.has(form(word)));
  const namedIn = (folded) => {
    const whole = namesIn(folded), routes = new Set([...minus(wordsOf(folded), SALTS)].filter((word) => ROUTES.has(word)));
    const there = isGiven(folded) ? byRoute(whole, routes) : whole, narrowed = there.length < whole.length;
    const main = mainName(there, narrowed);
    return [main && fits(main, orderOf(folded)) ? main : null, narrowed];
  };
  const isAlone = (main, folded, typed, narrowed) => {
    const words = folded.split(" "), told = words.some((word) => TELLERS.has(word)), beside = set(data.beside[main.key]);
    const covered = new Set([...cover(main.key, isGiven(folded)), ...SUBSTANCE, ...SALTS]);
    const capitals = new Set(shouted(typed) ? [] : typed.split(/\s+/).filter(shouted).map(fold));
    const isTelling = (word) => [KNOWN, GENERIC].some((listed) => listed.has(form(word))) || isSubject(word) || word.length < 4;
    const last = words.findLastIndex((word) => main.core.has(form(word)));
    const before = (at) => words.slice(0, at).filter((each) => !OWNERS.has(each)).at(-1) || "";
    const linked = (at) => LINKS.has(before(at));
    const start = words.findIndex((word) => main.core.has(form(word))), painful = words.some((word) => form(word) === "pain");
    const isPast = covered.has("surgery") ? !main.own && !painful : !main.words.has("after") && form(before(start)) === "after";
    const precedes = (at) => at + 1 < words.length && main.core.has(form(words[at + 1]));
    const saysNothing = ([word, at]) => {
      const plain = form(word);
      if (ASIDE.has(plain) || isAside(word) || (covered.has("surgery") && isOperation(plain))) return true;
      if (beside.has(plain) || (told && QUIET.has(plain))) return !(linked(at) || (precedes(at) && !told));
      return told && (isNumber(word) || !(isTelling(word) || capitals.has(word) || precedes(at) || linked(at) || words.slice(Math.max(last, 0), at).includes("now")));
    };
    const rest = words.map((word, at) => [word, at]).filter(([word]) => !covered.has(form(word)) && !STOP.has(word));
    return !(told && isPast) && (rest.length > 0 || narrowed || (main.own && main.core.size > 2)) && rest.every(saysNothing);
  };
  const found = (folded, typed) => {
    const asked = minus(wordsOf(folded), SALTS);
    if (!minus(asked, NEUTRAL).size) return none;
    const last = [() => part(orderOf(folded)), () => guessed(folded, typed), procedure];
    return first(asked, [named, containing, wider, operated, () => begun(folded), () => corrected(asked, folded), ...last]);
  };

  // Queries that name several conditions, and the ones that they exclude.
  const SHARING = new Set(["and", "or", "vs", "versus"]), JOINING = new Set(["with", "plus", "also", "but"]);
  const JOIN = / (and|or|vs|versus|with|plus|also|but)(?= )/;
  const OR = minus(SHARING, new Set(["and"]));
  const DENIED = new RegExp(data.denied, "g");
  const AGE = new RegExp(data.age, "g");
  const DOSE = new RegExp(data.dose, "g"), NON = /\bnon ([\p{L}\p{N}]+)/gu;
  const NON_NAMES = data.non;
  const tidy = (text) => text.split(" ").filter(Boolean);
  const heldIn = (text, whole) => {
    const asked = minus(wordsOf(text), SALTS), core = minus(asked, NEUTRAL);
    const held = NAMES.filter((name) => minus(name.core, GIVEN).size && within(name.words, asked) && (!whole || same(name.core, core)));
    const most = Math.max(0, ...held.map((name) => name.core.size)), longest = held.filter((name) => name.core.size === most);
    if (!longest.length) return [];
    const words = longest.reduce((top, name) => (name.words.size > top.words.size ? name : top)).words;
    const bearing = NAMES.filter((name) => same(name.words, words)), own = keysOf(bearing.filter((name) => name.own));
    return own.length ? own : keysOf(bearing);
  };
  const hinted = (text) => {
    const asked = minus(wordsOf(text), SALTS);
    return minus(asked, NEUTRAL, GENERIC, GIVEN).size ? wider(asked).keys : [];
  };
  const spelledOut = (text) => (shouted(text) ? text : text.split(/\s+/).map((word) =>
    (shouted(word) && has(data.exact, word) ? data.ids[data.exact[word][0]] : word)).join(" "));
  const safety = (question) => {
    const words = fold(question).split(" ").filter((word) => word && !STOP.has(word) && word !== data.own && !/\p{N}/u.test(word) && !data.units.includes(word)).map(form);
    const met = new Set(data.safety.map((name) => name.split(" ")).filter((name) => name.every((word) => words.includes(word))).flat());
    return minus(met, NEUTRAL).size > 0 && within(minus(new Set(words), NEUTRAL, ASKING), met);
  };
  const side = (parts, joins, at) => {
    const here = tidy(parts[at]), spelled = [here];
    if (!here.length || (here.length > 1 && !minus(wordsOf(here.join(" ")), SALTS, NEUTRAL).size)) return [];
    const following = SHARING.has(joins[at + 1]) ? tidy(parts[at + 1]) : [];
    if (following.length && (!STOP.has(following[0]) || OWNERS.has(following[0]))) spelled.push([...here, following.at(-1)]);
    if (SHARING.has(joins[at])) spelled.push([...tidy(parts[at - 1]).slice(0, -1), ...here]);
    const whole = JOINING.has(joins[at]) || JOINING.has(joins[at + 1]);
    const held = spelled.map((words) => heldIn(words.join(" "), whole)).find((keys) => keys.length);
    return held || (whole ? [] : hinted(here.join(" ")));
  };
  const isOne = (folded, parts) => {
    const main = mainName(namesIn(folded), false);
    return main !== null && parts.some((part) => {
      const words = wordsOf(part), side = new Set([...main.core].filter((word) => words.has(word) && !SALTS.has(word)));
      return side.size === main.core.size || (minus(side, GENERIC).size > 0 && String(wider(side).keys) === String(main.key));
    });
  };
  const several = (folded) => {
    const pieces = ` ${folded} `.split(JOIN), parts = pieces.filter((_, at) => at % 2 === 0);
    const joins = ["", ...pieces.filter((_, at) => at % 2), ""];
    const found = parts.length > 1 ? parts.map((_, at) => side(parts, joins, at)).filter((keys) => keys.length) : [];
    if (new Set(found.map(String)).size < 2 || (!joins.some((join) => OR.has(join)) && isOne(folded, parts))) return none;
    return { ...none, keys: unique(found.flat()).sort((one, other) => leftOut(one) - leftOut(other)) };
  };
  const hasCause = (keys, order) => {
    if (!order.includes("after")) return false;
    const later = halves(order)[1];
    return NAMES.some((name) => keys.includes(name.key) && name.words.has("after") && same(halves(name.order)[1], later));
  };
  const inOrder = (folded, meaning) => {
    const order = orderOf(folded), words = new Set(order);
    const held = NAMES.filter((name) => meaning.keys.includes(name.key) && within(name.words, words));
    const most = Math.max(0, ...held.map((name) => name.core.size));
    const right = held.some((name) => name.core.size === most && fits(name, order) && spans(name, order));
    if (!meaning.certain || !held.length || right || hasCause(meaning.keys, order)) return meaning;
    return { ...none, keys: unique([...meaning.keys, ...part(order).keys]), fit: "part" };
  };
  const alone = (folded) => {
    const words = tidy(folded), own = words.map((word) => SUBSTANCE.has(form(word)));
    words.forEach((word, at) => {
      if (!(SHARING.has(word) || word === "plus") || at < 1 || at >= words.length - 1 || own[at - 1] === own[at + 1]) return;
      const other = own[at - 1] ? at + 1 : at - 1;
      if (words[other] && isUnknown(words[other]) && !respelled(words[other]).length) words[at] = words[other] = "";
    });
    return words.filter(Boolean).join(" ");
  };
  const meant = (folded) => tidy(folded).map((word) =>
    (word.length >= 7 && data.subject.length >= 7 && isUnknown(word) && edits(word, data.subject, 2) < 3 ? data.subject : word)).join(" ");
  const understood = (question) => {
    const written = question.replace(DOSE, " ").split(/\s+/).filter(Boolean).map((word) => (has(data.shorthand, word.toLowerCase()) ? data.shorthand[word.toLowerCase()] : word)).join(" ");
    let folded = fold(spelledOut(written).replaceAll("/", " or ").replace(/[,;&+]/g, " and ")).replace(AGE, (_, years, unit, ...ages) =>
      (+(years || ages.slice(0, 4).find(Boolean)) < 18 || (unit || "").startsWith("month") ? "child" : "adult"));
    folded = meant(folded);
    for (const [phrase, word] of data.phrases) folded = folded.replace(new RegExp(`\\b(?:${phrase})\\b`, "g"), word);
    folded = alone(folded).replace(NON, (non, next) => (NON_NAMES.some((name) => ` ${name} `.includes(` ${non} `)) ? non : `not ${next} or`));
    const denied = wordsOf([...folded.matchAll(DENIED)].map((found) => found[1]).join(" "));
    folded = tidy(folded.replace(DENIED, " ")).join(" ");
    for (const name of data.joined)
      if (` ${folded} `.includes(` ${name} `))
        folded = ` ${folded} `.replaceAll(` ${name} `, ` ${name.split(JOIN).filter((_, at) => at % 2 === 0).join(" ")} `).trim();
    const both = several(folded), meaning = nearestFirst(folded, both.keys.length ? both : single(folded, question));
    const dropped = minus(denied, wordsOf(folded), NEUTRAL);
    if (!meet(dropped, KNOWN) && !meet(dropped, SUBJECTS)) return meaning;
    const keys = meaning.keys.filter((key) => !NAMES.some((name) => name.key === key && meet(name.words, dropped)));
    return { ...meaning, keys: keys.length ? keys : meaning.keys, certain: false, also: [] };
  };

  const ofHarm = (folded) => !new RegExp(data.lack).test(folded) &&
    new RegExp(data.harm).test(folded.split(" ").map((word) => (SUBSTANCE.has(form(word)) ? data.subject : word)).join(" "));

  // Return the pages that a query matches, by key, and whether the first match is certain.
  return (question) => {
    const folded = fold(question);
    if (!folded) return none;
    const upper = question.trim();
    const keys = has(data.exact, folded) ? data.exact[folded] : upper === upper.toUpperCase() && has(data.exact, upper) ? data.exact[upper] : [];
    if (keys.length) return { ...none, keys, certain: keys.length === 1, fit: "exact" };
    const meaning = understood(question);
    const together = !meaning.certain && new RegExp(data.together).test(folded);
    if ((meaning.fit !== "name" || !meaning.keys.length || together) && safety(question)) return { ...none, fit: "safety" };
    return { ...meaning, harm: ofHarm(folded) };
  };
})();
// Returns what to do first if a query has words of a possible emergency (magpain/emergency.py).
window.magpainUrgent = (question) => {
  const words = new Set(question.toLowerCase().replace(/['\u2019]/g, "").match(/[\p{L}\p{N}]+/gu) || []);
  const has = (sign) => sign.split(" ").every((part) => part.split("|").some((word) => words.has(word)));
  return window.MAGPAIN_INDEX.signs.some(has) ? window.MAGPAIN_INDEX.call : "";
};
// Returns the first match if it is a condition that is not covered, else null.
window.magpainMissing = (meaning, pages) => {
  const first = pages[meaning.keys[0]], guessed = meaning.fit === "spelling" || meaning.fit === "exact";
  return first && !first[1] && !(guessed && meaning.keys.some((key) => pages[key][1])) ? first : null;
};
// Returns the command's message for the same query.
window.magpainMessage = (asked, meaning, pages) =>
  [window.magpainUrgent(asked), meaning.harm ? "For side effects: the page on safety." : "", taken(asked, meaning, pages)]
    .filter(Boolean).join(" ");
const taken = (asked, meaning, pages) => {
  const first = pages[meaning.keys[0]], shown = meaning.keys.filter((key) => pages[key][1]);
  const missing = window.magpainMissing(meaning, pages);
  if (meaning.fit === "safety") return `"${asked}" is not a condition here; for safety information, see the page on safety`;
  if (!first) return `no condition or group named "${asked}"`;
  if (missing) return missing[2] + (missing[3] < 0 ? "" : " Nearest page:");
  if (meaning.certain && meaning.fit === "exact") return "";
  if (meaning.certain) return `"${asked}" was taken for: ${first[0]}.${meaning.also.length ? " It could also mean:" : ""}`;
  if (meaning.fit === "part") return `no page is about "${asked}" as such; the nearest:`;
  if (meaning.fit === "spelling") return `no condition or group named "${asked}"; did you mean:`;
  const unseen = meaning.fit === "name" && meaning.keys.find((key) => !pages[key][1]);
  if (unseen !== false && unseen !== undefined) return `${pages[unseen][2].split(").")[0]}); "${asked}" also names:`;
  return shown.length > 1 ? `"${asked}" could mean several conditions; choose one:` : `"${asked}" is not the whole name of a condition; did you mean:`;
};
