// The desk above the phones: time, weather, stories; and the strip that says what the bot does next, and why it did what it did.

import { act } from "/page/api.js";
import { day, hour, make, weekdayHour } from "/page/text.js";

const KEEPS = 80; // lines under "Just now"
const SHOWS_NEXT = 6;
const $ = (id) => document.getElementById(id);

export class Desk {
  constructor({ attempt, choose, phones }) {
    this.attempt = attempt;
    this.choose = choose;
    this.phones = phones;
    this.now = null;
    this.next = null;
    this.state = { offline: false, running: true, blocker: null };
    this.listen();
    setInterval(() => this.tick(), 1000);
    this.colours(localStorage.getItem("colours") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  }

  listen() {
    const go = (work) => () => this.attempt(work);
    $("next").addEventListener("click", go(() => this.next && act("forward_to", { at: this.next.at })));
    for (const button of document.querySelectorAll("[data-forward]")) {
      button.addEventListener("click", go(() => act("forward", { seconds: Number(button.dataset.forward) })));
    }
    $("real").addEventListener("click", go(() => act("real_time", { on: !this.clock.running })));
    $("offline").addEventListener("click", go(() => act("telegram_offline", { on: !this.state.offline })));
    $("kill").addEventListener("click", go(() => act(this.state.running ? "kill_bot" : "start_bot")));
    $("block").addEventListener("click", go(() => this.block()));
    $("add").addEventListener("click", go(() => this.add()));
    $("over").addEventListener("click", go(() => act("start_over")));
    $("pause").addEventListener("click", go(() => act("pause_story", { on: this.story?.state !== "paused" })));
    $("stop").addEventListener("click", go(() => act("stop_story")));
    $("speed").addEventListener("change", go(() => act("speed", { speed: Number($("speed").value) })));
    const narrow = matchMedia("(max-width: 760px)");
    const fold = () => ($("weather-box").open = !narrow.matches);
    narrow.addEventListener("change", fold);
    fold();
    $("theme").addEventListener("click", () => this.colours(this.dark ? "light" : "dark", true));
  }

  get playing() {
    return ["starting", "playing", "paused"].includes(this.story?.state);
  }

  /** A new world: nothing has happened yet. */
  clear() {
    $("decided").replaceChildren();
    $("agenda").replaceChildren();
    $("story").hidden = true;
    this.story = null;
    this.next = null;
    this.state = { offline: false, running: true, blocker: null };
  }

  notice(topic, value) {
    const notices = {
      clock: () => this.setClock(value),
      agenda: () => this.agenda(value),
      telegram: () => this.weather({ offline: value.offline }),
      bot: () => this.weather({ running: value.running }),
      story: () => this.tell(value),
      moving: () => document.body.classList.toggle("moving", value),
    };
    notices[topic]?.();
  }

  // --- time

  setClock(clock) {
    this.clock = { ...clock, at: new Date(clock.now).getTime(), heard: performance.now() };
    $("real").setAttribute("aria-pressed", String(clock.running));
    $("clock-mode").textContent = clock.running ? "runs" : "stands still";
    this.tick();
  }

  tick() {
    if (!this.clock) return;
    const passed = this.clock.running ? performance.now() - this.clock.heard : 0;
    this.now = this.clock.at + passed;
    $("clock").textContent = `${day(this.now)}, ${hour(this.now)}`;
    $("clock").dateTime = new Date(this.now).toISOString();
  }

  agenda(items) {
    this.next = items[0] || null;
    $("next-name").textContent = this.next ? `${this.next.text}, ${weekdayHour(this.next.at)}` : "Nothing is planned yet";
    $("next").disabled = this.next === null;
    const lines = items.slice(0, SHOWS_NEXT).map((item) => this.line(item));
    $("agenda").replaceChildren(...(lines.length ? lines : [make("li", { className: "none" }, "Nothing yet: somebody has to join first.")]));
  }

  decided(event) {
    const line = this.line({ at: event.decided_at, text: event.text });
    line.classList.add(`sort-${event.sort}`);
    $("decided").prepend(line);
    while ($("decided").children.length > KEEPS) $("decided").lastElementChild.remove();
  }

  line({ at, text }) {
    return make("li", {}, make("time", { dateTime: at }, weekdayHour(at)), make("span", {}, text));
  }

  // --- weather

  people(people) {
    const blocker = people.find((person) => person.caption.includes("supporter")) || people[1] || null;
    $("block").hidden = blocker === null;
    this.weather({ blocker });
  }

  weather(changes) {
    Object.assign(this.state, changes);
    const { offline, running, blocker } = this.state;
    $("offline").setAttribute("aria-pressed", String(offline));
    $("kill").setAttribute("aria-pressed", String(!running));
    const name = blocker?.first_name || "Nobody";
    $("block").textContent = `${name} blocks the bot`;
    $("block").setAttribute("aria-pressed", String(Boolean(blocker?.blocked)));
    const words = [
      offline && "Telegram is offline: people type on, nothing gets through, nothing gets lost.",
      !running && "The bot is dead. Press again to start it.",
      blocker?.blocked && `${name} has blocked the bot.`,
    ];
    $("weather").textContent = words.filter(Boolean).join(" ") || "All is well.";
  }

  async block() {
    const { blocker } = this.state;
    return blocker && act(blocker.blocked ? "unblock" : "block", { person: blocker.id });
  }

  async add() {
    const name = await this.choose("Add a person", "They get a phone of their own.", [], { label: "First name", value: "Ana" });
    return name && act("add_person", { first_name: name, language: "en" });
  }

  // --- stories

  offer(stories) {
    for (const story of stories) {
      $("story-list").append(make("button", {
        type: "button", title: story.summary, on: { click: () => this.attempt(() => act("play", { story: story.name })) },
      }, "▸ ", story.title));
    }
  }

  tell(story) {
    this.story = story;
    const title = { starting: "a moment …", ended: "The end. Go on from here yourself, if you like.", stopped: "Stopped. Go on from here yourself." };
    $("story").hidden = false;
    $("story").dataset.state = story.state;
    $("caption").textContent = title[story.state] ? `${story.title}: ${title[story.state]}` : story.caption || story.title;
    $("pause").textContent = story.state === "paused" ? "Go on" : "Pause";
    $("pause").disabled = $("stop").disabled = !this.playing;
  }

  // --- light and dark

  colours(which, keep = false) {
    this.dark = which === "dark";
    document.documentElement.dataset.colours = which;
    $("theme").setAttribute("aria-label", `Change to ${this.dark ? "light" : "dark"} colours`);
    if (keep) localStorage.setItem("colours", which);
  }
}
