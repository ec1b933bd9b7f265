// Opens the link of a ticket, an appointment or a dossier. The secret stays in the address bar's fragment and travels only in POST bodies.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const secretHere = () => location.hash.slice(1).replace(/[^0-9a-z]/gi, "");
  const opening = () => root.classList.toggle("opening", secretHere() !== "");
  opening();

  const SILENCE = 40_000, PATIENCE = 15_000, FIRST_WAIT = 1_000, LONGEST_WAIT = 30_000, MINUTE = 60_000, FLASHES = 60;
  const AS_OF = /<p class="as-of">(.*?)<\/p>/;
  let turn = 0, wake = () => {}, part = () => {}, spoken = "", heard = 0, words, flashing, sound, lit;
  const at = (id) => document.getElementById(id);
  const alerting = () => root.classList.contains("alerting");

  const clock = (moment) =>
    new Date(moment).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

  function age() {
    const minutes = Math.floor((Date.now() - heard) / MINUTE);
    if (minutes < 1) return words.ageNow;
    return minutes < 60 ? words.ageMinutes.replace("{count}", minutes) : words.ageHours.replace("{count}", Math.floor(minutes / 60));
  }

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
    if (yes) heard = Date.now();
    const line = heard ? (yes ? words.following : words.offline.replace("{age}", age())).replace("{time}", clock(heard)) : words.offlineAtOnce;
    if (at("connection").textContent !== line) at("connection").textContent = line;
    at("connection").classList.toggle("lost", !yes);
  }

  function show(html) {
    const answer = at("answer");
    const open = [...answer.querySelectorAll("details[open]")].map((folded) => folded.id);
    const [said, hour] = html.match(AS_OF) ?? [""], bare = html.replace(said, "");
    if (answer.dataset.shown === bare) {
      if (said) answer.querySelector(".as-of").textContent = hour;
    } else {
      answer.innerHTML = html;
      answer.dataset.shown = bare;
      for (const id of open) at(id)?.setAttribute("open", "");
      announce(answer.firstElementChild);
    }
    root.classList.remove("opening");
    at("page").classList.add("answered");
  }

  function announce(page) {
    const { title, summary, urgent, flash } = page?.dataset ?? {};
    flashTitle(title, flash);
    if (!summary || summary === spoken) return;
    const first = spoken === "";
    spoken = summary;
    at("news").setAttribute("aria-live", urgent === "yes" ? "assertive" : "polite");
    at("news").textContent = summary;
    if (urgent && !first) alarm(urgent, title, summary);
    if (urgent === "yes" && !first) scrollTo(0, 0);
  }

  // A call changes the title to and fro, so that it is seen among other tabs.
  function flashTitle(title, flash) {
    clearInterval(flashing);
    if (title) document.title = title;
    let left = flash ? FLASHES : 0;
    if (left) flashing = setInterval(() => {
      document.title = left % 2 ? title : flash;
      if (--left < 1) clearInterval(flashing);
    }, 1_000);
  }

  // A phone shakes, rings and notifies only where its holder asked for it here.
  function alarm(urgent, title, summary) {
    if (!alerting()) return;
    const now = urgent === "yes";
    navigator.vibrate?.(now ? [400, 150, 400, 150, 400] : [200]);
    chime(now ? 3 : 1);
    if (document.hidden && window.Notification?.permission === "granted") notify(title, summary);
  }

  async function notify(title, body) {
    const keeper = await navigator.serviceWorker?.getRegistration();
    const said = { body, tag: "turn", renotify: true, lang: root.lang, icon: document.querySelector("link[rel=icon]").href };
    if (keeper) keeper.showNotification(title, said);
  }

  function chime(times) {
    if (!sound) return;
    for (let note = 0; note < 2 * times; note++) {
      const begin = sound.currentTime + note * 0.45, tone = sound.createOscillator(), loud = sound.createGain();
      tone.frequency.value = note % 2 ? 659 : 880;
      loud.gain.setValueAtTime(0.4, begin);
      loud.gain.exponentialRampToValueAtTime(0.001, begin + 0.4);
      tone.connect(loud).connect(sound.destination);
      tone.start(begin);
      tone.stop(begin + 0.4);
    }
  }

  async function alertMe() {
    root.classList.add("alerting");
    try {
      sound ??= new AudioContext();
      await sound.resume();
      chime(1);
    } catch { sound = undefined; }
    keepLit();
    if (window.Notification?.permission === "default") Notification.requestPermission();
  }

  async function keepLit() {
    if (!alerting() || document.hidden || (lit && !lit.released)) return;
    lit = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }

  // A ticket tells nothing about a person: its last state outlives a reload without a network, until the tab is closed.
  const shelf = () => `ticket-${secretHere().slice(0, 6)}`;
  function keepTicket() {
    try {
      if (at("answer").querySelector(".ticket:not(.served)"))
        sessionStorage.setItem(shelf(), JSON.stringify({ heard, html: at("answer").innerHTML }));
      else sessionStorage.removeItem(shelf());
    } catch { return; }
  }
  function lastKnown() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(shelf()));
      if (!kept) return;
      show(kept.html);
      heard = kept.heard;
    } catch { return; }
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
        const messages = (text + value).split("\r\n\r\n");
        text = messages.pop();
        messages.forEach(receive);
        connected(true);
        keepTicket();
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
    lastKnown();
    for (let wait = FIRST_WAIT; mine === turn; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const outcome = await once();
      if (mine !== turn) return;
      if (outcome === "refused") { at("connection").textContent = ""; return; }
      connected(outcome === "shown");
      if (outcome === "shown") {
        keepTicket();
        const began = Date.now();
        await follow(mine);
        if (mine !== turn) return;
        if (Date.now() - began > PATIENCE) wait = FIRST_WAIT / 2;
        else connected(false);
      }
      if (mine === turn) await rest(wait);
    }
  }

  // The rating of a visit needs the secret of its ticket, in the body of the form like everywhere.
  function complete(submit) {
    const secret = submit.target.elements.secret;
    if (secret && !secret.value) secret.value = secretHere();
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

  // A phone that slept believes in a connection that is long gone: it lets go and asks at once.
  function awake() {
    if (document.hidden) return;
    keepLit();
    if (heard && Date.now() - heard > SILENCE) part();
    wake();
  }

  document.addEventListener("DOMContentLoaded", () => {
    words = document.body.dataset;
    document.querySelector(".skip").addEventListener("click", skip);
    document.addEventListener("click", (click) => click.target.closest(".alert-me") && alertMe());
    document.addEventListener("submit", complete);
    if (words.taken) return location.replace(`/t?lang=${root.lang}#${words.taken}`);
    open();
    setInterval(() => { if (at("connection").classList.contains("lost")) connected(false); }, MINUTE / 4);
    addEventListener("hashchange", () => { spoken = ""; heard = 0; open(); });
    addEventListener("online", () => wake());
    addEventListener("offline", () => { if (secretHere() && heard) { part(); connected(false); } });
    addEventListener("pageshow", (shown) => { if (shown.persisted) open(); });
    document.addEventListener("visibilitychange", awake);
    navigator.serviceWorker?.register("/keeper.js").catch(() => {});
  });
})();
