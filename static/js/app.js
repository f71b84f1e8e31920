// Small helpers for pages that already work without them.
(() => {
  "use strict";
  const PASSING_MS = 10000;
  const each = (root, selector, act) => {
    if (root.matches?.(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  };

  // Dialogs: <a data-dialog="id"> opens one, [data-close] inside closes it.
  function dialogs(event) {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    const closer = event.target.closest("dialog[open] [data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  }

  // Menus: a <details data-menu> closes when one looks elsewhere.
  function closeMenus(event) {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (event.type === "keydown" || !menu.contains(event.target)) {
        menu.open = false;
        if (event.type === "keydown") menu.querySelector("summary").focus();
      }
    });
  }

  // Notes: those that pass go after ten seconds, unless somebody is on them.
  function passing(note) {
    let timer = 0;
    const start = () => { timer = setTimeout(() => note.remove(), PASSING_MS); };
    const stop = () => clearTimeout(timer);
    for (const name of ["pointerenter", "focusin"]) note.addEventListener(name, stop);
    for (const name of ["pointerleave", "focusout"]) note.addEventListener(name, start);
    start();
  }

  // Search: "/" and ctrl-K (or cmd-K) go to the box.
  function searchKey(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const box = document.querySelector("[data-search]");
    if (!box || !(slash || palette)) return;
    event.preventDefault();
    if (box.checkVisibility()) box.focus();
    else location.assign(box.form.action);
  }

  // Lists: <input data-tick-all> ticks every other box of its table, or of its form.
  function tickAll(event) {
    const all = event.target.closest("[data-tick-all]");
    all?.closest("table, form").querySelectorAll("input[type=checkbox]").forEach((box) => {
      box.checked = all.checked;
    });
  }

  // Unsaved changes: forms with data-guard warn before they are left.
  // A field with data-draft is no reason once its draft is saved on the server.
  const changed = new Set();
  function remember(event) {
    const form = event.target.form;
    if (form && form.hasAttribute("data-guard")) changed.add(event.target);
  }
  function forget(form, selector = "*") {
    changed.forEach((field) => {
      if (field.form === form && field.matches(selector)) changed.delete(field);
    });
  }
  function guard(event) {
    const unsaved = [...changed].some((field) => field.isConnected);
    if (unsaved) event.preventDefault();
  }

  // Forms marked data-guard carry on without a warning once they are really sent.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) forget(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    const draft = event.target.matches?.("[data-draft]");
    if (draft && !event.detail.xhr.getResponseHeader("Draft-Saved")) return;
    forget(event.target.closest?.("form"), draft ? "[data-draft]" : "*");
  });

  function prepare(root) {
    each(root, "[data-tick-all], [data-print]", (element) => { element.hidden = false; });
    each(root, "[data-passing]", passing);
    each(root, "[data-focus]", (element) => element.focus());
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    dialogs(event);
    closeMenus(event);
    event.target.closest("[data-dismiss]")?.closest(".note")?.remove();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(event);
    searchKey(event);
  });
  document.addEventListener("input", remember);
  document.addEventListener("change", tickAll);
  addEventListener("beforeunload", guard);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) prepare(event.target);
  });
  prepare(document.body);
})();
