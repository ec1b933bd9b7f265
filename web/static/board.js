// The board of the hall: shows each change as it comes, lets a new call stand out, and says when it is no longer live.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const SILENCE = 45_000, FRESH = 15_000, FIRST_WAIT = 1_000, LONGEST_WAIT = 15_000, SECOND = 1_000;
  let source, wait = FIRST_WAIT, heard = Date.now(), latest, fresh;
  const at = (id) => document.getElementById(id);
  const inVietnam = (options) => new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", ...options });
  const hour = inVietnam({ hour: "2-digit", minute: "2-digit" }), day = inVietnam({ weekday: "long", day: "2-digit", month: "2-digit" });

  function listen() {
    source?.close();
    source = new EventSource("/api/board/changes");
    source.addEventListener("page", (event) => { live(); show(event.data); });
    source.addEventListener("still", live);
    source.addEventListener("gone", again);
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) again(); };
  }

  // A server that refused is asked again later and later; one that only went away, the browser asks by itself.
  function again() {
    source.close();
    setTimeout(listen, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function live() {
    heard = Date.now();
    wait = FIRST_WAIT;
    at("connection").textContent = "";
  }

  function show(html) {
    at("board").innerHTML = html;
    const call = at("board").querySelector(".latest").dataset.call;
    if (latest !== undefined && call && call !== latest) fresh = Date.now();
    latest = call ?? "";
    shine();
  }

  const shine = () => at("board").querySelector(".latest").classList.toggle("fresh", Date.now() - (fresh ?? 0) < FRESH);

  function tick() {
    const now = new Date();
    at("clock").textContent = `${hour.format(now)} · ${day.format(now)}`;
    shine();
    if (Date.now() - heard > SILENCE) {
      at("connection").textContent = document.body.dataset.lost.replace("{time}", hour.format(heard));
      if (source.readyState === EventSource.OPEN) listen();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    latest = at("board").querySelector(".latest").dataset.call ?? "";
    tick();
    setInterval(tick, SECOND);
    listen();
    addEventListener("offline", () => { heard = Math.min(heard, Date.now() - SILENCE - 1); tick(); });
    addEventListener("online", listen);
  });
})();
