// What is below a chat: the keyboard a bot may put there, the text field, the menu of commands, and what else can be sent.

import { act } from "/page/api.js";
import { make } from "/page/text.js";

const PLACES = { "Berlin": [52.52, 13.4], "New York": [40.71, -74.0], "Sydney": [-33.87, 151.21] };

export class Composer {
  /** `phone`: whose; `tools`: attempt and choose. */
  constructor(phone, tools) {
    this.phone = phone;
    this.tools = tools;
    this.markup = null;
    this.commands = [];
    this.build();
  }

  build() {
    const { name, id } = this.phone;
    this.input = make("input", {
      type: "text", placeholder: "Message", maxLength: 4096, autocomplete: "off",
      attrs: {
        "aria-label": `Write as ${name}`, role: "combobox", "aria-expanded": "false", "aria-controls": `menu-${id}`, "aria-autocomplete": "list",
      },
      on: { input: () => this.suggest(this.input.value), keydown: (event) => this.key(event) },
    });
    this.menu = make("ul", { className: "menu", id: `menu-${id}`, hidden: true, attrs: { role: "listbox", "aria-label": "Commands" } });
    this.below = make("div", { className: "below", hidden: true, attrs: { role: "group", "aria-label": `Keyboard of ${name}` } });
    this.start = make("button", { type: "button", className: "start", on: { click: () => this.do("start") } }, "START");
    this.menuButton = make("button", { type: "button", className: "round", title: "Commands", attrs: { "aria-label": `Commands of ${name}` }, on: { click: () => this.openMenu() } }, "☰");
    const more = make("button", { type: "button", className: "round", title: "Send something else", attrs: { "aria-label": `Send something else as ${name}` }, on: { click: () => this.other() } }, "+");
    const send = make("button", { type: "submit", className: "round send", title: "Send", attrs: { "aria-label": `Send as ${name}` } }, "➤");
    this.form = make("form", { className: "composer", on: { submit: (event) => this.submit(event) } }, this.menuButton, this.input, more, send);
    this.element = make("div", { className: "foot" }, this.below, this.menu, this.start, this.form);
  }

  know(person) {
    const writes = person.started && !person.blocked;
    this.form.hidden = !writes;
    this.start.hidden = writes || person.deactivated;
    this.start.textContent = person.blocked ? "RESTART" : "START";
    this.below.hidden = !writes || !this.markup;
  }

  do(action, args = {}) {
    return this.tools.attempt(() => act(action, { person: this.phone.id, ...args }));
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.suggest("");
    this.input.value = "";
    await this.do("type", { text });
  }

  // --- the keyboard below the text field

  showKeyboard(markup) {
    this.markup = markup?.keyboard ? markup : null;
    this.input.placeholder = this.markup?.input_field_placeholder || "Message";
    this.below.hidden = !this.markup;
    this.below.replaceChildren(...(this.markup?.keyboard || []).map((row) =>
      make("div", { className: "keys" }, ...row.map((button) => this.belowKey(typeof button === "string" ? { text: button } : button)))));
  }

  belowKey(button) {
    return make("button", { type: "button", className: "key", on: { click: () => this.tapBelow(button) } }, button.text);
  }

  async tapBelow(button) {
    if (button.request_location) return this.place();
    if (button.request_users) return this.people(button);
    await this.do("tap", { label: button.text });
    if (this.markup?.one_time_keyboard) this.below.hidden = true;
    return null;
  }

  async people(button) {
    const others = [...this.tools.phones.values()].filter((other) => other !== this.phone);
    const chosen = await this.tools.choose("Whom?", "Telegram would show this person's contacts.", others.map((other) => [other.label, other.id]));
    return chosen === null ? null : this.do("share_users", { label: button.text, users: [chosen] });
  }

  async place() {
    const chosen = await this.tools.choose("Which place?", "Telegram would send where the phone is.", Object.entries(PLACES));
    return chosen && this.do("share_location", { latitude: chosen[0], longitude: chosen[1] });
  }

  async other() {
    const media = (kind) => () => this.do("send_media", { kind });
    const chosen = await this.tools.choose(`Send as ${this.phone.name}`, "", [
      ["My phone number", () => this.do("share_contact")],
      ["A place", () => this.place()],
      ["A voice message", media("voice")],
      ["A picture", media("photo")],
      ["A sticker", media("sticker")],
    ]);
    return chosen && chosen();
  }

  // --- commands

  async openMenu() {
    if (!this.menu.hidden) return this.suggest("");
    this.input.value = "/";
    this.input.focus();
    return this.suggest("/");
  }

  async suggest(text) {
    if (!/^\/\w*$/.test(text)) return this.fill([]);
    this.commands = (await this.do("commands")) || [];
    if (this.input.value !== text) return null;
    return this.fill(this.commands.filter((command) => command.command.startsWith(text.slice(1))));
  }

  fill(commands) {
    this.at = -1;
    this.menu.replaceChildren(...commands.map((command, index) => make("li", {
      id: `${this.menu.id}-${index}`, attrs: { role: "option", "aria-selected": "false" },
      on: { pointerdown: (event) => this.pick(event, command) },
    }, make("b", {}, `/${command.command}`), " ", command.description)));
    this.shown = commands;
    this.menu.hidden = commands.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.menu.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  pick(event, command) {
    event?.preventDefault();
    this.input.value = `/${command.command}`;
    this.form.requestSubmit();
  }

  key(event) {
    if (this.menu.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.fill([]);
    else if (event.key === "Enter" && this.at >= 0) this.pick(event, this.shown[this.at]);
    else if (step) {
      event.preventDefault();
      this.at = (this.at + step + this.shown.length) % this.shown.length;
      [...this.menu.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
      this.menu.children[this.at].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", this.menu.children[this.at].id);
    }
  }
}
