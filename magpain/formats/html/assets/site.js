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
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // The results of `magpain search`, if no page has the name.
  let texts;
  const searchTexts = async (question) => {
    texts ??= load("texts").then(() => window.MAGPAIN_TEXTS.map(([title, kind, path, text]) =>
      ({ title, kind, path, text: fold(`${title} ${text}`) })));
    const words = fold(question).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    return words.length ? (await texts).filter(({ text }) => words.every((word) => text.includes(word))) : [];
  };
  const understand = async (question) => {
    ready ??= load("index").then(() => load("search"));
    await ready;
    return window.magpainFind(question);
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
      said.textContent = asked ? window.magpainMessage(asked, meaning, pages) : "";
      const missing = asked ? window.magpainMissing(meaning, pages) : null;
      const keys = missing ? [missing[3]] : [...meaning.keys, ...(meaning.certain ? meaning.also : [])];
      const found = keys.filter((key) => pages[key]?.[1]).slice(0, 8);
      certain = meaning.certain && !missing && found.length ? root + pages[found[0]][1] : null;
      list.replaceChildren(...found.map((key) => entry(...pages[key])));
    };
    const entry = (title, path, remark) => {
      const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("small");
      link.href = root + path;
      note.textContent = remark;
      link.append(title, note);
      item.append(link);
      return item;
    };
    const showTexts = async () => {
      const asked = input.value.trim(), hits = asked ? await searchTexts(asked) : [];
      if (!hits.length || asked !== input.value.trim()) return;
      said.textContent += ` "${asked}" in the texts: ${hits.length}${hits.length > 20 ? ", of which 20 are listed" : ""}.`;
      list.append(...hits.slice(0, 20).map(({ title, path, kind }) => entry(title, path, kind)));
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", () => understand(""), { once: true });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await show();
      if (certain) location.href = certain;
      else await showTexts();
    });
    form.hidden = false;
  }

  const filters = byId("filters");
  if (filters) {
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
