// The page: joins the stream of events to phones and desk. Decides nothing about either.

import { act, follow } from "/page/api.js";
import { choose } from "/page/chooser.js";
import { Desk } from "/page/desk.js";
import { Phone } from "/page/phone.js";
import { Tabs } from "/page/tabs.js";

const BOT = "AlongsideDemoBot";
const phones = new Map();
const box = document.getElementById("phones");
const said = document.getElementById("said");
let world = null;
let history = 0;

/** Do something the visitor asked for; say what went wrong, if something did. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    say(error.message);
    return null;
  }
}

let saidTimer = 0;
function say(text) {
  said.textContent = text;
  said.classList.add("shown");
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => said.classList.remove("shown"), 6000);
}

/** Open a link of Telegram's: on the phone that is chosen, where it leads to the bot. */
async function openLink(url, from) {
  const address = new URL(url);
  if (address.pathname.startsWith("/share/")) return openLink(address.searchParams.get("url") || url, from);
  if (address.pathname.slice(1).toLowerCase() !== BOT.toLowerCase()) {
    return say(`On a real phone this opens a chat with ${address.pathname.slice(1) || url}.`);
  }
  const others = [...phones.values()].filter((phone) => phone !== from);
  const choices = [...others, from].filter(Boolean).map((phone) => [phone.label, phone.id]);
  const chosen = await choose("Open this link on whose phone?", "Links are passed on by hand: choose who gets it.", choices);
  if (chosen === null) return null;
  tabs.show(`phone-${chosen}`);
  return attempt(() => act("open_link", { person: chosen, url }));
}

const desk = new Desk({ attempt, choose, phones });
const tabs = new Tabs(document.getElementById("tabs"), document.getElementById("strip"));

function meet(people) {
  for (const person of people) {
    if (!phones.has(person.id)) {
      const phone = new Phone(person, { attempt, choose, openLink, say, phones });
      phones.set(person.id, phone);
      box.append(phone.element);
      tabs.add(phone);
    }
    phones.get(person.id).know(person);
  }
  desk.people(people);
}

function clear() {
  for (const phone of phones.values()) phone.element.remove();
  phones.clear();
  tabs.clear();
  desk.clear();
}

follow({
  async hello(told) {
    document.body.classList.remove("lost");
    if (world !== told.world) clear();
    world = told.world;
    history = told.last;
  },
  event(event) {
    const live = event.number > history;
    if (event.kind === "decided") return desk.decided(event);
    const phone = phones.get(event.chat_id) || null;
    if (phone === null) return waiting.push([event, live]);
    phone.show(event, live);
    return live && event.kind !== "typing" ? tabs.stir(phone, desk.playing) : null;
  },
  notice(topic, value) {
    if (topic !== "people") return desk.notice(topic, value);
    meet(value);
    for (const [event, live] of waiting.splice(0)) phones.get(event.chat_id)?.show(event, live);
    return null;
  },
  lost: () => document.body.classList.add("lost"),
});
const waiting = []; // events of people we have not been told of yet

attempt(async () => desk.offer(await act("stories")));
