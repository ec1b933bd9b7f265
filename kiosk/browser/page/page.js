// Sizes the letters so that the screen has the columns it was drawn for, and comes back by itself when it was cut off.
"use strict";

(() => {
  const CELL = 0.6; // width of a letter of the screen font, as a share of its size
  const RETRY = 2000; // milliseconds between two tries to come back
  const body = document.body;
  const terminal = document.getElementById("terminal");

  const wanted = () => {
    const asked = Number(new URLSearchParams(location.search).get("columns"));
    const upright = window.innerHeight > window.innerWidth;
    return asked > 20 ? asked : Number(upright ? body.dataset.upright : body.dataset.wide);
  };
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = `${scheme}//${location.host}/ws`;
  // A cell is a whole number of pixels wide: the letters that just fill it.
  const cell = Math.max(5, Math.floor(window.innerWidth / wanted()));
  terminal.dataset.fontSize = (cell + 0.1) / CELL;

  // The terminal measures its letters once: it must not begin before they are there.
  const begin = window.onload;
  window.onload = async (event) => {
    await Promise.all(["400", "700"].map((weight) => document.fonts.load(`${weight} 16px "Roboto Mono"`, "ẦỗĐ")));
    begin(event);
  };
  const takeKeys = () => {
    const field = document.querySelector(".xterm-helper-textarea");
    field.setAttribute("inputmode", "none"); // the screen brings its own keyboard
    field.setAttribute("aria-label", document.title);
    field.focus({ preventScroll: true });
  };

  const comeBack = async () => {
    try {
      const answer = await fetch("/", { cache: "no-store" });
      if (answer.ok) return location.reload();
    } catch {
      // Still away: try again.
    }
    setTimeout(comeBack, RETRY);
  };
  let shown = false;
  let waiting = false;
  new MutationObserver(() => {
    if (body.classList.contains("-first-byte") && !shown) {
      shown = true;
      takeKeys();
    }
    if (body.classList.contains("-closed") && !waiting) {
      waiting = true;
      setTimeout(comeBack, RETRY);
    }
  }).observe(body, { attributes: true, attributeFilter: ["class"] });

  document.addEventListener("contextmenu", (event) => event.preventDefault());
})();
