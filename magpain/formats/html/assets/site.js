// The search on the front page and the filters of the studies; every page can be read without this script.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.querySelector("header.site > a").getAttribute("href").replace(/index\.html$/, "");

  // The index is loaded on first use, as a script, since a page opened from a file can't fetch.
  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${root}assets/${name}.js`;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  let ready;
  const understand = async (question) => {
    ready ??= load("index").then(() => load("search"));
    await ready;
    return window.magpainFind(question);
  };

  // The same messages as the command's; `missing` is a condition that is not covered.
  const missingOf = (meaning, pages) => {
    const first = pages[meaning.keys[0]], guessed = meaning.fit === "spelling" || meaning.fit === "exact";
    return first && !first[1] && !(guessed && meaning.keys.some((key) => pages[key][1])) ? first : null;
  };
  const message = (asked, meaning, pages) => {
    const first = pages[meaning.keys[0]], shown = meaning.keys.filter((key) => pages[key][1]);
    const missing = missingOf(meaning, pages);
    if (!first) return `no condition or group named "${asked}"`;
    if (missing) return missing[2] + (missing[3] < 0 ? "" : " Nearest page:");
    if (meaning.certain && meaning.fit === "exact") return "";
    if (meaning.certain) return `"${asked}" was taken for: ${first[0]}.${meaning.also.length ? " It could also mean:" : ""}`;
    if (meaning.fit === "part") return `no page is about "${asked}" as such; the nearest:`;
    if (meaning.fit === "spelling") return `no condition or group named "${asked}"; did you mean:`;
    return shown.length > 1 ? `"${asked}" could mean several conditions; choose one:` : `"${asked}" is not the whole name of a condition; did you mean:`;
  };

  const form = byId("finder");
  if (form) {
    const input = byId("find"), said = byId("said"), list = byId("found");
    let certain = null;
    const show = async () => {
      const asked = input.value.trim();
      const meaning = asked ? await understand(asked) : { keys: [], also: [] };
      if (asked !== input.value.trim()) return;
      const pages = asked ? window.MAGPAIN_INDEX.pages : [];
      said.textContent = asked ? message(asked, meaning, pages) : "";
      const missing = missingOf(meaning, pages);
      const keys = missing ? [missing[3]] : [...meaning.keys, ...(meaning.certain ? meaning.also : [])];
      const found = keys.filter((key) => pages[key]?.[1]).slice(0, 8);
      certain = meaning.certain && !missing && found.length ? root + pages[found[0]][1] : null;
      list.replaceChildren(...found.map((key) => {
        const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("small");
        link.href = root + pages[key][1];
        note.textContent = pages[key][2];
        link.append(pages[key][0], note);
        item.append(link);
        return item;
      }));
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", () => understand(""), { once: true });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await show();
      if (certain) location.href = certain;
    });
    form.hidden = false;
  }

  const filters = byId("filters");
  if (filters) {
    const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = [...document.querySelectorAll(".run tbody tr")].map((row) => ({ row, text: ` ${fold(row.textContent)}` }));
    const names = ["design", "way", "route"], selects = names.map((name) => byId(`filter-${name}`));
    const words = byId("filter-words"), said = byId("filter-said");
    selects.forEach((select, at) => {
      const values = [...new Set(rows.map(({ row }) => row.dataset[names[at]]))].sort();
      select.append(...values.map((value) => new Option(value.replace(/-/g, " "), value)));
    });
    const filter = () => {
      const wanted = fold(words.value).split(/\s+/).filter(Boolean);
      const any = wanted.length || selects.some((select) => select.value);
      const shown = new Set();
      for (const { row, text } of rows) {
        row.hidden = !(wanted.every((word) => text.includes(word)) &&
          selects.every((select, at) => !select.value || row.dataset[names[at]] === select.value));
        if (!row.hidden) shown.add(row.querySelector("a").hash);
      }
      for (const part of document.querySelectorAll("details.of")) {
        part.hidden = !part.querySelector("tbody tr:not([hidden])");
        part.open = Boolean(any) && !part.hidden;
      }
      said.textContent = any ? `${shown.size} of ${filters.dataset.count} studies` : "";
    };
    words.addEventListener("input", filter);
    selects.forEach((select) => select.addEventListener("change", filter));
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.hidden = false;
  }
})();
