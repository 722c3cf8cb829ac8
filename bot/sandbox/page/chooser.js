// One small dialog that asks to choose: whose phone, what to send, which person. Resolves with the choice, or null.

import { make } from "/page/text.js";

const dialog = document.getElementById("chooser");
const choicesBox = document.getElementById("chooser-choices");

/** `choices`: [label, value] pairs; `ask`: a text field instead, {label, value}. */
export function choose(title, text, choices, ask = null) {
  document.getElementById("chooser-title").textContent = title;
  document.getElementById("chooser-text").textContent = text;
  return new Promise((resolve) => {
    const done = (value) => {
      resolve(value);
      dialog.close();
    };
    choicesBox.replaceChildren(
      ...choices.map(([label, value]) => make("button", { type: "button", on: { click: () => done(value) } }, label)),
    );
    if (ask) choicesBox.append(field(ask, done));
    dialog.onclose = () => resolve(null);
    document.getElementById("chooser-close").onclick = () => done(null);
    dialog.showModal();
  });
}

function field({ label, value }, done) {
  const input = make("input", { type: "text", value, required: true, maxLength: 64, autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    if (input.value.trim()) done(input.value.trim());
  };
  return make("form", { on: { submit } }, make("label", {}, label, input), make("button", { type: "submit", className: "primary" }, "OK"));
}

/** A clicked outside closes, as everywhere. */
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
