// Talking to the server: actions, and the stream of what happens. Knows no element of the page.

/** Do one action of the stand-in and return its result; throws an Error with the server's words. */
export async function act(action, args = {}) {
  const response = await fetch(`/sandbox/do/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(args),
  });
  const body = await response.json();
  if ("error" in body) throw new Error(body.error);
  return body.result;
}

const CHAT = [
  "message", "edited", "deleted", "pinned", "unpinned", "tapped", "popup", "typing", "opened", "keyboard",
  "blocked", "unblocked", "started", "gone", "decided",
];
const NOTICES = ["clock", "agenda", "people", "telegram", "bot", "story", "moving"];

/**
 * Follow what happens. `hello` comes first, also after a break, with the number of the last event that is history;
 * `event` for each thing a chat shows; `notice` for the newest state of the clock, the agenda and so on.
 */
export function follow({ hello, event, notice, lost }) {
  const stream = new EventSource("/sandbox/events");
  stream.addEventListener("hello", (message) => hello(JSON.parse(message.data)));
  for (const kind of CHAT) stream.addEventListener(kind, (message) => event(JSON.parse(message.data)));
  for (const topic of NOTICES) {
    stream.addEventListener(`notice-${topic}`, (message) => notice(topic, JSON.parse(message.data)));
  }
  stream.addEventListener("error", () => lost());
}
