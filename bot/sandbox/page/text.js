// Small elements, formatted text, times. Whatever people or the bot wrote becomes a text node, never markup.

/** Make an element: properties, then children (elements or texts). `data` and `aria…` attributes by `attrs`. */
export function make(tag, { attrs = {}, on = {}, ...props } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** The text with its entities as nodes. `follow(url)` is called for links; offsets count UTF-16 units, as JavaScript does. */
export function formatted(text, entities, follow) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, follow);
}

const PLAIN_INSIDE = ["url", "text_link", "bot_command", "phone_number", "spoiler", "code", "pre"];

function nodes(text, from, to, entities, follow) {
  const found = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    const inside = others.filter((other) => other.offset < end);
    rest = others.filter((other) => other.offset >= end);
    if (entity.offset > at) found.push(...plain(text.slice(at, entity.offset), follow));
    const within = nodes(text, entity.offset, end, inside, PLAIN_INSIDE.includes(entity.type) ? null : follow);
    found.push(wrapped(entity, text.slice(entity.offset, end), within, follow));
    at = end;
  }
  if (at < to) found.push(...plain(text.slice(at, to), follow));
  return found;
}

const FOUND = /(?<!\S)(https?:\/\/\S+[^\s.,;:!?)]|t\.me\/\S+[^\s.,;:!?)]|\/[a-z][a-z0-9_]{1,31}(?![\w/]))/g;

/** Text without entities: Telegram makes links and commands in it tappable by itself. */
function plain(text, follow) {
  if (!follow) return [document.createTextNode(text)];
  return text.split(FOUND).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    return wrapped({ type: part.startsWith("/") ? "bot_command" : "url" }, part, [document.createTextNode(part)], follow);
  });
}

function wrapped(entity, text, inside, follow) {
  if (entity.type === "spoiler") return spoiler(inside);
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url || text, inside, follow);
  if (entity.type === "phone_number") return make("span", { className: "phone-number" }, ...inside);
  if (entity.type === "bot_command") {
    return make("button", { type: "button", className: "command", on: { click: () => follow(`command:${text}`) } }, ...inside);
  }
  return make(TAGS[entity.type] || "span", {}, ...inside);
}

function spoiler(inside) {
  const cover = make("button", { type: "button", className: "spoiler", attrs: { "aria-label": "Hidden text. Show it" } }, ...inside);
  cover.addEventListener("click", () => {
    cover.classList.toggle("open");
    if (cover.classList.contains("open")) cover.removeAttribute("aria-label");
    else cover.setAttribute("aria-label", "Hidden text. Show it");
  });
  return cover;
}

function link(url, inside, follow) {
  const address = url.includes("://") || url.startsWith("tel:") ? url : `https://${url}`;
  if (/^https:\/\/(t\.me|telegram\.me)\//.test(address)) {
    return make("button", { type: "button", className: "link", on: { click: () => follow(address) } }, ...inside);
  }
  if (!/^(https?:|tel:)/.test(address)) return make("span", {}, ...inside);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

const ZONE = { timeZone: "UTC" }; // the people of the demo live by the clock above, wherever the visitor is
const HOUR = new Intl.DateTimeFormat("en-GB", { ...ZONE, hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { ...ZONE, weekday: "short", day: "numeric", month: "short" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { ...ZONE, weekday: "short" });

export const hour = (at) => HOUR.format(new Date(at));
export const day = (at) => DAY.format(new Date(at));
export const weekdayHour = (at) => `${WEEKDAY.format(new Date(at))} ${hour(at)}`;
