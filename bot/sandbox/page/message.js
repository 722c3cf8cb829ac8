// One message as a bubble: text, picture, document, marks, and the buttons under it.

import { formatted, hour, make } from "/page/text.js";

const MARKS = { silent: "This came without a sound", protected: "This cannot be forwarded or copied", pinned: "Pinned at the top of the chat" };

/** `hands`: what a person can do with it: tap(message, button), follow(url), reply(message). */
export function bubble(message, hands) {
  const mine = !message.from_bot;
  const body = make("div", { className: "bubble" }, make("span", { className: "sr" }, mine ? "You: " : `${message.from}: `));
  if (message.photo) body.append(picture(message));
  if (message.document) body.append(file(message.document));
  for (const words of others(message)) body.append(make("p", { className: "media" }, words));
  if (message.text) body.append(make("div", { className: "text", dir: "auto" }, ...formatted(message.text, message.entities, hands.follow)));
  body.append(marks(message));
  const element = make("article", { className: `message ${mine ? "mine" : "theirs"}`, attrs: { "data-message": message.message_id } }, body);
  if (message.buttons.length) element.append(keyboard(message, hands));
  return element;
}

function picture(message) {
  const [photo] = message.photo.slice(-1);
  const { width, height } = photo;
  const image = make("img", { src: `/sandbox/file/${photo.file_id}`, alt: "Picture", loading: "lazy", width, height });
  if (!message.spoiler) return image;
  const cover = make("button", { type: "button", className: "spoiler picture", attrs: { "aria-label": "Hidden picture. Show it" } }, image);
  cover.addEventListener("click", () => cover.classList.add("open"));
  return cover;
}

function file(document) {
  const size = document.file_size > 1024 ? `${Math.round(document.file_size / 1024)} kB` : `${document.file_size} bytes`;
  const link = { href: `/sandbox/file/${document.file_id}`, download: document.file_name || "file", className: "file" };
  return make("a", link, make("span", { className: "file-sign", attrs: { "aria-hidden": "true" } }, "↓"),
    make("span", {}, document.file_name || "file", make("small", {}, size)));
}

function others(message) {
  const words = [];
  if (message.voice) words.push("Voice message, 0:03");
  if (message.sticker) words.push(`Sticker ${message.sticker.emoji || ""}`);
  if (message.contact) words.push(`Contact: ${message.contact.first_name}, ${message.contact.phone_number}`);
  if (message.location) words.push(`A place (${message.location.latitude.toFixed(2)}, ${message.location.longitude.toFixed(2)})`);
  if (message.users_shared) words.push(`Picked: ${message.users_shared.users.map((user) => user.first_name || "somebody").join(", ")}`);
  return words;
}

function marks(message) {
  const sent = message.sent_at || message.at;
  const signs = Object.entries(MARKS).filter(([name]) => message[name]).map(([name, words]) => make("span", { title: words }, name));
  if (message.edited) signs.push(make("span", {}, "edited"));
  return make("div", { className: "marks" }, ...signs, make("time", { dateTime: sent }, hour(sent)));
}

function keyboard(message, hands) {
  const rows = message.buttons.map((row) => make("div", { className: "keys" }, ...row.map((button) => {
    const sign = button.url ? " ↗" : button.copy_text ? " ⧉" : "";
    const key = make("button", { type: "button", className: `key ${button.style || ""}`, on: { click: () => hands.tap(message, button, key) } }, button.text);
    if (sign) key.append(make("span", { attrs: { "aria-hidden": "true" } }, sign));
    return key;
  })));
  return make("div", { className: "keyboard", attrs: { role: "group", "aria-label": "Answers" } }, ...rows);
}
