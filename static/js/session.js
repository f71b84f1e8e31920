// A session that ends while somebody types: they sign in again over the page and lose nothing.
// Nothing is kept in browser storage: the page itself is the memory.
(() => {
  "use strict";
  const body = document.body;
  if (!body.dataset.session) return;
  const CHECK_EVERY_MS = 60000;
  const PATIENCE_MS = 4000;
  const dialog = document.getElementById("session-dialog");
  const form = dialog.querySelector("[data-again]");
  const fault = form.querySelector("[role=alert]");
  const cleared = new WeakSet();
  let resume = null;

  function trust(token) {
    body.dataset.csrf = token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => {
      input.value = token;
    });
  }

  // What the server knows: {user, csrf}. Null when it can't be asked.
  async function ask() {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(body.dataset.session, { signal, cache: "no-store" });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  // Whether the page's own reader is signed in; unknown counts as yes. Somebody else's page closes.
  async function stillHere() {
    const known = await ask();
    if (!known) return true;
    trust(known.csrf);
    if (known.user && known.user !== body.dataset.user) location.assign("/");
    return known.user === body.dataset.user;
  }

  function open(next) {
    resume = next;
    fault.hidden = true;
    if (!dialog.open) dialog.showModal();
    form.elements.password.focus();
  }

  async function signIn(event) {
    event.preventDefault();
    const known = await ask();
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", known ? known.csrf : body.dataset.csrf);
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(body.dataset.login, { method: "POST", body: data, headers }).catch(() => null);
    if (!answer?.ok || !(await stillHere())) {
      fault.hidden = false;
      form.elements.password.select();
      return;
    }
    form.elements.password.value = "";
    dialog.close();
    const next = resume;
    resume = null;
    if (next) next();
  }

  // An ordinary form waits for the answer before it leaves the page.
  async function beforeSubmit(event) {
    const sent = event.target;
    const local = sent.method !== "post" || sent.hasAttribute("data-unguarded") || sent === form;
    const byHtmx = sent.closest("[hx-post], [hx-put], [hx-patch], [hx-delete]");
    if (local || byHtmx || event.defaultPrevented || cleared.has(sent)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const again = () => {
      cleared.add(sent);
      sent.requestSubmit(event.submitter);
      cleared.delete(sent);
    };
    if (await stillHere()) again();
    else open(again);
  }

  // htmx follows the redirect to the sign-in page: show the dialog, then ask once more.
  function beforeSwap(event) {
    const { xhr, requestConfig } = event.detail;
    if (!new URL(xhr.responseURL || "/", location).pathname.startsWith(body.dataset.login)) return;
    event.detail.shouldSwap = false;
    const { elt, triggeringEvent } = requestConfig;
    const kind = triggeringEvent ? triggeringEvent.type : "click";
    open(() => (elt.matches("form") ? elt.requestSubmit() : htmx.trigger(elt, kind)));
  }

  form.addEventListener("submit", signIn);
  addEventListener("submit", beforeSubmit, true);
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = body.dataset.csrf;
  });
  setInterval(async () => {
    if (!document.hidden && !dialog.open && !(await stillHere())) open(null);
  }, CHECK_EVERY_MS);
})();
