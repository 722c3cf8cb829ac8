// On a narrow screen one phone at a time: a tab for each, and one for the strip. On a wide one the tabs are hidden.

import { make } from "/page/text.js";

export class Tabs {
  constructor(list, strip) {
    this.list = list;
    this.strip = strip;
    this.tabs = [];
    list.addEventListener("keydown", (event) => this.move(event));
    this.clear();
  }

  clear() {
    this.tabs = [];
    this.list.replaceChildren();
    this.put("strip", "What happens", this.strip);
  }

  add(phone) {
    this.put(`phone-${phone.id}`, phone.name, phone.element);
    if (this.tabs.length === 2) this.show(`phone-${phone.id}`);
  }

  put(key, label, panel) {
    const tab = make("button", {
      type: "button",
      attrs: { role: "tab", id: `tab-${key}`, "aria-selected": "false", tabindex: "-1" },
      on: { click: () => this.show(key) },
    }, label);
    const entry = { key, tab, panel };
    const last = this.tabs.findIndex((other) => other.key === "strip");
    if (last < 0) this.tabs.push(entry);
    else this.tabs.splice(last, 0, entry);
    this.list.replaceChildren(...this.tabs.map((one) => one.tab));
    if (this.tabs.length === 1) this.show(key);
  }

  show(key) {
    if (!this.tabs.some((entry) => entry.key === key)) return;
    for (const entry of this.tabs) {
      const chosen = entry.key === key;
      entry.tab.setAttribute("aria-selected", String(chosen));
      entry.tab.tabIndex = chosen ? 0 : -1;
      if (chosen) entry.tab.classList.remove("news");
      entry.panel.classList.toggle("chosen", chosen);
    }
    if (this.chosen !== key) this.list.ownerDocument.querySelector(".phone.chosen .log")?.scrollTo(0, Number.MAX_SAFE_INTEGER);
    this.chosen = key;
  }

  /** Something happened on a phone: mark its tab; a story turns to it. */
  stir(phone, turn) {
    const key = `phone-${phone.id}`;
    if (key === this.chosen) return;
    if (turn) this.show(key);
    else this.tabs.find((entry) => entry.key === key)?.tab.classList.add("news");
  }

  move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = this.tabs.findIndex((entry) => entry.key === this.chosen);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    this.show(next.key);
    next.tab.focus();
  }
}
