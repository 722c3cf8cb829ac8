// One person's phone: the chat with the bot as Telegram would show it, built from events alone.

import { act } from "/page/api.js";
import { Composer } from "/page/composer.js";
import { bubble } from "/page/message.js";
import { day, make } from "/page/text.js";

const TYPING_FOR = 2500; // milliseconds
const POPUP_FOR = 4000;
const COLOURS = 6;

export class Phone {
  constructor(person, tools) {
    this.id = person.id;
    this.name = person.first_name;
    this.tools = tools;
    this.messages = new Map();
    this.day = "";
    this.composer = new Composer(this, tools);
    this.build(person);
  }

  get label() {
    return this.caption ? `${this.name}, ${this.caption}` : this.name;
  }

  build(person) {
    this.caption = person.caption;
    this.status = make("span", { className: "status" });
    this.blockButton = make("button", { type: "button", className: "quiet", on: { click: () => this.block() } }, "Block");
    const avatar = make("span", { className: `avatar colour-${this.tools.phones.size % COLOURS}`, attrs: { "aria-hidden": "true" } }, this.name.slice(0, 1));
    const head = make("header", { className: "head" }, avatar,
      make("div", { className: "who" }, make("h2", { id: `name-${this.id}` }, this.name), this.status), this.blockButton);
    this.pinned = make("button", { type: "button", className: "pin", hidden: true, on: { click: () => this.showPinned() } });
    this.log = make("div", { className: "log", tabIndex: 0, attrs: { role: "log", "aria-live": "polite", "aria-label": `Chat of ${this.name}` } });
    this.log.append(make("p", { className: "empty" }, `${this.name} has not met the bot yet.`));
    this.popup = make("div", { className: "popup", hidden: true, attrs: { role: "status" } });
    this.element = make("section", { className: "phone", id: `phone-${this.id}`, attrs: { "aria-labelledby": `name-${this.id}` } },
      head, this.pinned, this.log, this.popup, this.composer.element);
  }

  /** Take what the server knows of this person. */
  know(person) {
    this.person = person;
    this.caption = person.caption;
    this.blockButton.textContent = person.blocked ? "Unblock" : "Block";
    this.blockButton.setAttribute("aria-label", `${person.blocked ? "Unblock" : "Block"} the bot as ${this.name}`);
    this.blockButton.hidden = !person.started;
    this.element.classList.toggle("blocked", person.blocked);
    this.say();
    this.composer.know(person);
  }

  say(words = "") {
    this.status.textContent = words || (this.person?.blocked ? "has blocked the bot" : this.caption || "phone");
  }

  /** Show one event. `live`: it just happened; else it is history, and nothing pops up. */
  show(event, live) {
    const shown = {
      message: () => this.put(event, live),
      edited: () => this.change(event, live),
      deleted: () => this.drop(event.message_id),
      pinned: () => this.pin(event),
      unpinned: () => this.unpin(event.message_id),
      keyboard: () => this.composer.showKeyboard(event.markup),
      popup: () => this.pop(event, live),
      typing: () => live && this.type(),
    };
    shown[event.kind]?.();
  }

  // --- messages

  put(message, live) {
    this.log.querySelector(".empty")?.remove();
    if (day(message.at) !== this.day) {
      this.day = day(message.at);
      this.log.append(make("p", { className: "day" }, this.day));
    }
    const element = bubble(message, this.hands());
    if (live) element.classList.add("new");
    this.messages.set(message.message_id, { message, element });
    this.log.append(element);
    this.down();
    if (message.from_bot) this.say();
  }

  change(message, live) {
    const known = this.messages.get(message.message_id);
    if (!known) return;
    const focused = known.element.contains(document.activeElement);
    const element = bubble(message, this.hands());
    if (live) element.classList.add("changed");
    known.element.replaceWith(element);
    this.messages.set(message.message_id, { message, element });
    if (focused) (element.querySelector(".key") || this.log).focus({ preventScroll: true });
    if (element === this.log.lastElementChild || live) this.reveal(element);
    this.showPinnedText();
  }

  drop(messageId) {
    this.messages.get(messageId)?.element.remove();
    this.messages.delete(messageId);
    this.unpin(messageId);
  }

  down() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Scroll the chat, and nothing else, so that a message is seen. */
  reveal(element) {
    const [seen, wanted] = [this.log.getBoundingClientRect(), element.getBoundingClientRect()];
    if (wanted.bottom > seen.bottom) this.log.scrollTop += wanted.bottom - seen.bottom + 8;
    else if (wanted.top < seen.top) this.log.scrollTop -= seen.top - wanted.top + 8;
  }

  // --- the pinned message

  pin(message) {
    this.pinnedId = message.message_id;
    this.change(message, false);
    this.showPinnedText();
  }

  unpin(messageId) {
    if (this.pinnedId === messageId) {
      this.pinnedId = null;
      this.pinned.hidden = true;
    }
  }

  showPinnedText() {
    const pinned = this.messages.get(this.pinnedId);
    this.pinned.hidden = !pinned;
    if (pinned) this.pinned.replaceChildren(make("b", {}, "Pinned message"), make("span", {}, pinned.message.text.split("\n")[0]));
  }

  showPinned() {
    const pinned = this.messages.get(this.pinnedId);
    if (!pinned) return;
    this.reveal(pinned.element);
    pinned.element.classList.add("changed");
  }

  // --- what a person can do with a message

  hands() {
    return { tap: (message, button, key) => this.tap(message, button, key), follow: (url) => this.follow(url) };
  }

  async tap(message, button, key) {
    key.classList.add("waiting");
    const args = { person: this.id, label: button.text, message_id: message.message_id };
    if (button.url) {
      key.classList.remove("waiting");
      return this.follow(button.url);
    }
    const did = await this.tools.attempt(() => act("tap", args));
    if (did?.did !== "callback") key.classList.remove("waiting");
    if (did?.did === "copied") return this.copied(did.text);
    setTimeout(() => key.classList.remove("waiting"), 15000);
    return null;
  }

  follow(url) {
    if (url.startsWith("command:")) return this.composer.do("type", { text: url.slice("command:".length) });
    if (/^https:\/\/(t\.me|telegram\.me)\//.test(url)) return this.tools.openLink(url, this);
    return window.open(url, "_blank", "noopener,noreferrer");
  }

  async copied(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A browser may refuse; the chooser below still hands the link on.
    }
    if (/^https:\/\/t\.me\//.test(text)) return this.tools.openLink(text, this);
    return this.tools.say("Copied.");
  }

  block() {
    return this.composer.do(this.person.blocked ? "unblock" : "block");
  }

  // --- passing things

  pop(event, live) {
    for (const key of this.log.querySelectorAll(".waiting")) key.classList.remove("waiting");
    if (!live || !event.text) return;
    if (event.alert) {
      this.tools.choose(`${this.name}'s phone says`, event.text, [["OK", true]]);
      return;
    }
    this.popup.textContent = event.text;
    this.popup.hidden = false;
    clearTimeout(this.popTimer);
    this.popTimer = setTimeout(() => (this.popup.hidden = true), POPUP_FOR);
  }

  type() {
    this.say("the bot is typing …");
    clearTimeout(this.typeTimer);
    this.typeTimer = setTimeout(() => this.say(), TYPING_FOR);
  }
}
