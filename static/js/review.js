// The review of pairs by single keys; each does what a button of the page does.
(() => {
  "use strict";
  const OFF = "review-keys-off";
  const rows = () => [...document.querySelectorAll("#pairs .pair")];
  const current = () => document.activeElement?.closest("#pairs .pair");
  const press = (row, key) => (row || document).querySelector(`[data-key="${key}"]`);
  const go = (row) => row?.focus();

  function step(by) {
    const all = rows();
    const at = all.indexOf(current());
    go(all[at < 0 ? 0 : Math.max(0, Math.min(at + by, all.length - 1))]);
  }

  function open(row, key, within) {
    const details = press(row, key)?.closest("details");
    if (!details) return;
    details.open = true;
    (details.querySelector(within) || details.querySelector("summary")).focus();
  }

  const acts = {
    j: () => step(1),
    ArrowDown: () => step(1),
    p: () => step(-1),
    ArrowUp: () => step(-1),
    k: (row) => row && press(row, "keep")?.click(),
    r: (row) => row && open(row, "out", "textarea"),
    s: (row) => row && open(row, "more", "button, a"),
    n: (row) => row && press(row, "next")?.click(),
    u: (row) => ((row && press(row, "undo")) || document.querySelector(".shift [data-key=undo]"))?.click(),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  function onKey(event) {
    const { key, target } = event;
    const typing = target.closest("input, textarea, select, [contenteditable], dialog[open]");
    if (event.key === "Escape") return leave(target);
    if (typing?.checkVisibility() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    const arrow = key.startsWith("Arrow");
    if (!Object.hasOwn(acts, name) || (arrow && !current())) return;
    if (localStorage.getItem(OFF) && !arrow && name !== "?") return;
    event.preventDefault();
    waiting.push(name);
    goOn();
  }

  // Keys pressed while an answer is on its way wait for it: the list they mean comes with it. Where one
  // leads into a field, those behind it were meant for the field, and are dropped.
  const waiting = [];
  let onItsWay = null;
  function goOn() {
    while (!onItsWay && waiting.length) {
      acts[waiting.shift()](current());
      if (document.activeElement?.matches("textarea")) waiting.length = 0;
    }
  }
  const inList = (event) => event.detail.elt?.closest?.("#pairs") || event.detail.target?.closest?.("#pairs");
  function sent(event) {
    if (inList(event)) onItsWay = event.detail.xhr;
  }
  function failed() {
    waiting.length = 0;
    onItsWay = null;
  }

  // The page tells what it shows, so that only what has changed is drawn.
  function tell(event) {
    const list = document.getElementById("pairs");
    if (!inList(event) || !list) return;
    event.detail.parameters.shown = list.dataset.shown;
    event.detail.parameters.marks = rows().map((row) => row.dataset.mark).join(" ");
  }

  // Where rows stay, the version that the next decision is made on is put into them.
  function arrive(event) {
    if (!onItsWay || event.detail.xhr !== onItsWay) return;
    onItsWay = null;
    const head = document.getElementById("pairs-head");
    document.querySelectorAll("#pairs [name=seen]").forEach((field) => { field.value = head.dataset.version; });
    const typing = document.activeElement?.closest("#pairs textarea, dialog[open]");
    if (head?.dataset.goesOn && !typing) go(document.getElementById(head.dataset.goesOn));
    goOn();
  }

  // Escape leaves the reason half written and goes back to its pair.
  function leave(target) {
    const details = target.closest(".pair details[open]");
    if (!details) return;
    details.open = false;
    go(details.closest(".pair"));
  }

  function prepare() {
    document.querySelectorAll("[data-dialog=keys]").forEach((button) => { button.hidden = false; });
  }

  const box = document.querySelector("[data-keys-on]");
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("htmx:load", prepare);
  document.addEventListener("htmx:configRequest", tell);
  document.addEventListener("htmx:beforeRequest", sent);
  document.addEventListener("htmx:afterSettle", arrive);
  for (const name of ["sendError", "responseError", "swapError", "timeout", "sendAbort"]) {
    document.addEventListener(`htmx:${name}`, failed);
  }
  prepare();
})();
