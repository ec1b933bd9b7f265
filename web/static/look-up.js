// Opens the link of a ticket, an appointment or a dossier. The secret stays in the address bar's fragment and travels only in POST bodies.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const secretHere = () => location.hash.slice(1).replace(/[^0-9a-z]/gi, "");
  const opening = () => root.classList.toggle("opening", secretHere() !== "");
  opening();

  const SILENCE = 40_000, PATIENCE = 15_000, FIRST_WAIT = 2_000, LONGEST_WAIT = 30_000;
  let turn = 0, wake = () => {}, part = () => {}, spoken = "", heard = "", words;
  const at = (id) => document.getElementById(id);

  const clock = () =>
    new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

  const rest = (milliseconds) =>
    new Promise((done) => {
      const timer = setTimeout(done, milliseconds * (0.75 + Math.random() / 2));
      wake = () => { clearTimeout(timer); done(); };
    });

  function ask(address, accept, signal) {
    return fetch(address, {
      method: "POST", cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal,
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify({ secret: secretHere(), lang: root.lang }),
    });
  }

  function connected(yes) {
    if (yes) heard = clock();
    const line = heard ? (yes ? words.following : words.offline).replace("{time}", heard) : words.offlineAtOnce;
    if (at("connection").textContent !== line) at("connection").textContent = line;
    at("connection").classList.toggle("lost", !yes);
  }

  function show(html) {
    const answer = at("answer");
    const open = [...answer.querySelectorAll("details[open]")].map((folded) => folded.id);
    if (answer.dataset.shown !== html) {
      answer.innerHTML = answer.dataset.shown = html;
      for (const id of open) at(id)?.setAttribute("open", "");
      announce(answer.firstElementChild);
    }
    root.classList.remove("opening");
    at("page").classList.add("answered");
  }

  function announce(page) {
    const { title, summary, urgent } = page?.dataset ?? {};
    if (title) document.title = title;
    if (!summary || summary === spoken) return;
    const first = spoken === "";
    spoken = summary;
    at("news").setAttribute("aria-live", urgent ? "assertive" : "polite");
    at("news").textContent = summary;
    if (urgent && !first && navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
  }

  async function once() {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const reply = await ask("/api/look-up", "text/html", limit.signal);
      if (reply.status >= 500) return "lost";
      show(await reply.text());
      return reply.ok ? "shown" : "refused";
    } catch {
      return "lost";
    } finally {
      clearTimeout(timer);
    }
  }

  // Reads server-sent events from a POST, because an EventSource would put the secret into an address.
  async function follow(mine) {
    const limit = new AbortController();
    let timer;
    const alive = () => { clearTimeout(timer); timer = setTimeout(() => limit.abort(), SILENCE); };
    part = () => limit.abort();
    alive();
    try {
      const reply = await ask("/api/follow", "text/event-stream", limit.signal);
      if (!reply.ok || !reply.body) return;
      const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ""; ;) {
        const { done, value } = await reader.read();
        if (done || mine !== turn) return;
        alive();
        connected(true);
        const messages = (text + value).split("\r\n\r\n");
        text = messages.pop();
        messages.forEach(receive);
      }
    } catch {
      return;
    } finally {
      clearTimeout(timer);
      limit.abort();
    }
  }

  function receive(message) {
    const lines = message.split("\r\n");
    if (!lines.includes("event: page")) return;
    show(lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n"));
  }

  async function open() {
    const mine = ++turn;
    part();
    wake();
    keepPlace();
    opening();
    if (!secretHere()) return;
    for (let wait = FIRST_WAIT; mine === turn; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const outcome = await once();
      if (mine !== turn) return;
      if (outcome === "refused") { at("connection").textContent = ""; return; }
      connected(outcome === "shown");
      if (outcome === "shown") {
        const began = Date.now();
        await follow(mine);
        if (Date.now() - began > PATIENCE) wait = FIRST_WAIT / 2;
      }
      if (mine === turn) await rest(wait);
    }
  }

  function keepPlace() {
    const language = at("language");
    if (language) language.hash = location.hash;
  }

  // A skip link would put its own fragment in the place of the secret.
  function skip(click) {
    click.preventDefault();
    at("page").focus();
  }

  document.addEventListener("DOMContentLoaded", () => {
    words = document.body.dataset;
    document.querySelector(".skip").addEventListener("click", skip);
    open();
    addEventListener("hashchange", () => { spoken = heard = ""; open(); });
    addEventListener("online", () => wake());
    addEventListener("offline", () => { if (secretHere() && heard) { part(); connected(false); } });
    addEventListener("pageshow", (shown) => { if (shown.persisted) open(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  });
})();
