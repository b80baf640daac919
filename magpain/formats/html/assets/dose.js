// Converts a dose as `magpain dose` does (magpain/query/dose.py and formats/pages/dose.py), with the same numbers.
"use strict";
(() => {
  const data = window.MAGPAIN_DOSES, byId = (id) => document.getElementById(id);
  // Round as Python does: a value exactly halfway rounds to the even digit.
  const digits = (value, count) => {
    const exact = value.toPrecision(60).replace(".", "").replace(/^0+/, "");
    const down = /^50*$/.test(exact.slice(count)) && exact[count - 1] % 2 === 0;
    return String(Number((down ? value * (1 - 1e-12) : value).toPrecision(count)));
  };
  const whole = (value) => { const near = Math.round(value); return near - value === 0.5 && near % 2 ? near - 1 : near; };
  const mg = (value) => {
    const rounded = Number(digits(value, 4));
    return `${rounded >= 1000 ? whole(rounded).toLocaleString("en-US") : rounded} mg`;
  };
  const part = (share) => share > 1 ? `${digits(share, 3)} times the limit` : share < 0.01 ? "less than 1% of the limit" : `${whole(100 * share)}% of the limit`;
  const contained = (held) => {
    const mmol = held / data.mass;
    const moles = data.mass ? ` (${digits(mmol, 3)} mmol, ${digits(mmol * data.charge, 3)} mEq)` : "";
    return `${mg(held)} of ${data.counted}${moles}`;
  };

  // Return the lines of an answer, each a label and a text.
  const answer = (amount, form) => {
    if (form.refused) return [["", form.refused]];
    const held = amount * form.share, lines = [];
    if (form.element) lines.push(["", `contains ${contained(held)}`]);
    else {
      const share = `, ${digits(100 * form.share, 4)}% by weight`;
      lines.push(["", "A label can mean two things:"]);
      lines.push([`${mg(amount)} of ${data.counted.replace(/^elemental /, "")}`, `${mg(amount)} (in ${mg(amount / form.share)} of the salt)`]);
      lines.push([`${mg(amount)} of the salt`, `${contained(held)}${share}`]);
      const others = form.others.map((other) => `${other.name} ${mg(amount * other.share)}`).join("; ");
      if (others) lines.push(["", `The same weight of another form contains: ${others}.`]);
    }
    const amounts = form.element ? [held] : [amount, held];
    for (const item of data.compared) {
      const said = item.limit ? amounts.map((each) => `${mg(each)} is ${part(each / item.limit)}`).join("; ") : "";
      lines.push([item.label, item.text + said]);
    }
    return lines;
  };
  window.magpainDose = answer;

  const form = byId("dose-form"), amount = byId("amount"), unit = byId("unit"), salt = byId("salt"), out = byId("dose-answer");
  const show = () => {
    const value = amount.valueAsNumber * Number(unit.value), chosen = data.forms[salt.value];
    const fits = value >= 0.001 && value <= 100000;
    const lines = fits ? answer(value, chosen) : [["", "Give an amount between 1 microgram and 100 g."]];
    out.replaceChildren(...lines.map(([label, text]) => {
      const line = document.createElement("p");
      if (label) {
        const strong = document.createElement("strong");
        strong.textContent = `${label}: `;
        line.append(strong);
      }
      line.append(text);
      return line;
    }));
  };
  data.forms.forEach((each, at) => salt.append(new Option(each.name, at)));
  salt.value = Math.max(0, data.forms.findIndex((each) => each.share && !each.element));
  for (const each of [amount, unit, salt]) each.addEventListener("input", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.hidden = false;
  show();
})();
