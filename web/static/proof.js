// Checks an HS1: code or a .tlog-proof in the browser itself, with nothing from elsewhere: docs/log-format.md, sections 5 and 7.
(() => {
  "use strict";
  const LARGEST = 16384, MAX = 2n ** 63n - 1n, LOG = 1, WITNESS = 4;
  const utf8 = new TextEncoder(), P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;

  // Why not: `broken` as it was read, `changed` since it was signed, or `key`, `no_key`, `quorum`.
  const need = (holds, word = "broken", blanks = {}) => { if (!holds) throw { word, blanks }; };
  const tried = (work) => { try { return work(); } catch { need(0); } };

  // SHA-256 and SHA-512 by one description; their constants are the first bits of roots of the primes.
  const primes = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (n, power) => {
    const target = BigInt(n) << BigInt(64 * power);
    let low = 0n, high = 1n << 80n;
    while (high - low > 1n) { const mid = (low + high) >> 1n; if (mid ** BigInt(power) > target) high = mid; else low = mid; }
    return low & (2n ** 64n - 1n);
  };
  const SQUARES = primes.slice(0, 8).map((p) => fraction(p, 2)), CUBES = primes.map((p) => fraction(p, 3));
  const KINDS = { 32: [64, [7, 18, 3], [17, 19, 10], [2, 13, 22], [6, 11, 25]], 64: [80, [1, 8, 7], [19, 61, 6], [28, 34, 39], [14, 18, 41]] };

  function sha(bits, octets) {
    const [rounds, s0, s1, t0, t1] = KINDS[bits], size = bits * 2, w = BigInt(bits), mask = (1n << w) - 1n;
    const turn = (x, n) => (x >> BigInt(n)) | ((x << (w - BigInt(n))) & mask);
    const mix = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ turn(x, c), small = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ (x >> BigInt(c));
    const padded = new Uint8Array(Math.ceil((octets.length + 1 + size / 8) / size) * size);
    padded.set(octets);
    padded[octets.length] = 128;
    new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(octets.length * 8));
    const top = 64n - w;
    let state = SQUARES.map((x) => x >> top);
    for (let at = 0; at < padded.length; at += size) {
      const words = [];
      for (let i = 0; i < rounds; i++) words.push(i < 16 ? number(padded.subarray(at + i * size / 16, at + (i + 1) * size / 16))
        : (small(words[i - 2], s1) + words[i - 7] + small(words[i - 15], s0) + words[i - 16]) & mask);
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < rounds; i++) {
        const x = h + mix(e, t1) + ((e & f) ^ (~e & mask & g)) + (CUBES[i] >> top) + words[i], y = mix(a, t0) + ((a & b) ^ (a & c) ^ (b & c));
        [a, b, c, d, e, f, g, h] = [(x + y) & mask, a, b, c, (d + x) & mask, e, f, g];
      }
      state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) & mask);
    }
    return joined(...state.map((x) => octetsOf(x, bits / 8)));
  }
  const sha256 = (...parts) => sha(32, joined(...parts));

  // Octets.
  const number = (octets) => BigInt("0x" + (hex(octets) || "0"));
  const octetsOf = (value, width) => Uint8Array.from({ length: width }, (_, i) => Number((value >> BigInt(8 * (width - 1 - i))) & 255n));
  const joined = (...parts) => {
    const all = parts.map((part) => (typeof part === "string" ? utf8.encode(part) : part)), whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of all) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const hex = (octets) => Array.from(octets, (x) => x.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const same = (a, b) => hex(a) === hex(b);
  const base64 = (octets) => btoa(String.fromCharCode(...octets));
  function unbase64(text) {
    const octets = tried(() => Uint8Array.from(atob(text), (x) => x.charCodeAt(0)));
    need(base64(octets) === text);
    return octets;
  }
  const text = (octets) => tried(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets));

  // Ed25519 (RFC 8032): by the browser where it can, else in plain arithmetic.
  const mod = (x) => { const r = x % P; return r < 0n ? r + P : r; };
  function power(x, n) { let r = 1n; for (x = mod(x); n; n >>= 1n, x = mod(x * x)) if (n & 1n) r = mod(r * x); return r; }
  const D = mod(-121665n * power(121666n, P - 2n)), I = power(2n, (P - 1n) / 4n), little = (octets) => number(Uint8Array.from(octets).reverse());
  function point(octets) {
    const whole = little(octets), sign = whole >> 255n, y = whole & (2n ** 255n - 1n), square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square)) x = mod(x * I);
    if (y >= P || mod(x * x - square) || (!x && sign)) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  }
  function plus([a, b, c, d], [e, f, g, h]) {
    const i = mod((b - a) * (f - e)), j = mod((b + a) * (f + e)), k = mod(2n * d * h * D), l = mod(2n * c * g), m = j - i, n = l - k, o = l + k, p = j + i;
    return [mod(m * n), mod(o * p), mod(n * o), mod(m * p)];
  }
  function times(n, p) { let r = [0n, 1n, 1n, 0n]; for (; n; n >>= 1n, p = plus(p, p)) if (n & 1n) r = plus(r, p); return r; }
  const BASE = point(octetsOf(mod(4n * power(5n, P - 2n)), 32).reverse());
  function heldHere(key, signature, message) {
    const p = point(key), s = little(signature.subarray(32));
    if (!p || signature.length !== 64 || s >= L) return false;
    const k = little(sha(64, joined(signature.subarray(0, 32), key, message))) % L;
    const [x, y, z] = plus(times(s, BASE), times(k, [P - p[0], p[1], 1n, P - p[3]])), inverse = power(z, P - 2n);
    return mod(y * inverse) + ((mod(x * inverse) & 1n) << 255n) === little(signature.subarray(0, 32));
  }
  async function holds(key, signature, message, own) {
    try {
      if (own) throw 0;
      const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
      return await crypto.subtle.verify("Ed25519", known, signature, message);
    } catch { return heldHere(key, signature, message); }
  }

  // Keys, notes, heads.
  const isName = (name) => /^[^\s+\p{C}\p{Z}]+$/u.test(name);
  function keyOf(line) {
    const [, name, id, rest] = /^([^+]+)\+([0-9a-f]{8})\+(.*)$/.exec(line) ?? [];
    need(name && isName(name), "key", { key: line });
    const octets = unbase64(rest), key = octets.subarray(1);
    need(octets.length === 33 && hex(sha256(name + "\n", octets)).startsWith(id), "key", { key: line });
    return { name, id, kind: octets[0], key, print: hex(sha256(line)).slice(0, 32).toUpperCase().match(/..../g).join(" ") };
  }
  const keysOf = (typed) => typed.split("\n").filter((line) => !/^\s*(#|$)/.test(line)).map((line) => keyOf(line.trim()));

  function noteOf(octets) {
    need(octets.length <= LARGEST);
    const whole = text(octets), cut = whole.lastIndexOf("\n\n");
    need(!/[\0-\x09\x0b-\x1f\x7f\ufeff]/.test(whole) && cut >= 0 && whole.endsWith("\n"));
    const lines = whole.slice(cut + 2, -1).split("\n").map((line) => {
      const [, name, rest] = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
      need(name && isName(name));
      const octets = unbase64(rest);
      need(octets.length > 4);
      return { name, id: hex(octets.subarray(0, 4)), payload: octets.subarray(4) };
    });
    need(lines.length <= 16 && new Set(lines.map((line) => `${line.name} ${line.id}`)).size === lines.length);
    return [whole.slice(0, cut + 1), lines];
  }
  async function headOf(octets, keys, quorum, own) {
    const [body, lines] = noteOf(octets), told = body.split("\n"), origin = told[0], log = keys.find((key) => key.kind === LOG && key.name === origin);
    need(log, "no_key", { origin });
    const seen = new Map();
    let signed = false;
    for (const { name, id, payload } of lines) {
      const key = [log, ...keys.filter((each) => each.kind === WITNESS)].find((each) => each.name === name && each.id === id);
      if (!key) continue;
      const second = key === log ? 0n : number(payload.subarray(0, 8));
      const message = key === log ? body : `cosignature/v1\ntime ${second}\n${body}`;
      need(second <= MAX && await holds(key.key, key === log ? payload : payload.subarray(8), utf8.encode(message), own), "changed");
      if (key === log) signed = true; else seen.set(hex(key.key), name);
    }
    need(signed, "changed");
    need(told.length === 4 && !told[3] && /^(0|[1-9]\d{0,18})$/.test(told[1]));
    const size = BigInt(told[1]), root = unbase64(told[2]);
    need(size <= MAX && root.length === 32 && (size || same(root, sha256(""))));
    need(seen.size >= quorum, "quorum", { count: seen.size, wanted: quorum });
    return { origin, size, root, witnesses: [...seen.values()] };
  }

  // The tree and the leaf.
  function rootFrom(leaf, index, size, path) {
    need(index >= 0n && index < size && size <= MAX, "changed");
    let place = index, last = size - 1n, root = leaf;
    for (const sibling of path) {
      need(last, "changed");
      if (place & 1n || place === last) {
        root = sha256([1], sibling, root);
        while (place && !(place & 1n)) { place >>= 1n; last >>= 1n; }
      } else root = sha256([1], root, sibling);
      place >>= 1n;
      last >>= 1n;
    }
    need(!last, "changed");
    return root;
  }
  const framed = (octets) => joined(octetsOf(BigInt(octets.length), 4), octets);
  function leafOf({ unit, stream, version, topic, stateHash, claims, nonce }) {
    const words = [unit, hex(stream)].map((word) => framed(utf8.encode(word)));
    const bound = sha256("hoso-event/v1\n", nonce, ...words, octetsOf(version, 8), framed(utf8.encode(topic)), framed(stateHash), framed(sha256(claims)));
    return sha256([0], "hoso1\n", bound);
  }

  // A proof file and a receipt code.
  function openingOf(octets) {
    const written = text(octets), told = tried(() => JSON.parse(written)) ?? 0, names = Object.keys(told).sort(), { version, state, state_hash } = told;
    need(JSON.stringify(told, names) === written && /^claims,nonce,opens,(state|state_hash),stream,topic,unit,version$/.test(names));
    need(Number.isSafeInteger(version) && version > 0 && names.every((name) => name === "version" || typeof told[name] === "string"));
    need(told.opens === "hoso-event/v1" && state !== "" && /^[0-9a-f]{64}$/.test(told.stream + told.nonce) && told.stream.length === 32);
    need(state || /^[0-9a-f]{64}$/.test(state_hash));
    const stateHash = state ? sha256(state) : unhex(state_hash);
    return { ...told, version: BigInt(version), stream: unhex(told.stream), nonce: unhex(told.nonce), stateHash, claims: utf8.encode(told.claims) };
  }
  async function checkProof(octets, keys, quorum, own) {
    need(octets.length <= LARGEST);
    const whole = text(octets), cut = whole.indexOf("\n\n"), lines = whole.slice(0, cut).split("\n");
    need(cut >= 0 && /^[\0-\x7f]*$/.test(lines.join("")) && lines.shift() === "c2sp.org/tlog-proof@v1");
    need(/^extra /.test(lines[0]));
    const opening = openingOf(unbase64(lines.shift().slice(6))), index = /^index (0|[1-9]\d{0,18})$/.exec(lines.shift() ?? "");
    need(index && BigInt(index[1]) <= MAX && lines.length <= 63);
    const path = lines.map((line) => unbase64(line));
    need(path.every((each) => each.length === 32));
    const head = await headOf(utf8.encode(whole.slice(cut + 2)), keys, quorum, own);
    need(same(rootFrom(leafOf(opening), BigInt(index[1]), head.size, path), head.root), "changed");
    return proved(opening, BigInt(index[1]), head);
  }
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  function unbase45(code) {
    const octets = [];
    for (let at = 0; at < code.length; at += 3) {
      const part = code.slice(at, at + 3), values = Array.from(part, (letter) => ALPHABET.indexOf(letter));
      const value = values.reduce((sum, each, place) => sum + each * 45 ** place, 0), width = part.length - 1;
      need(width && !values.includes(-1) && value < 256 ** width);
      octets.push(...octetsOf(BigInt(value), width));
    }
    return Uint8Array.from(octets);
  }
  async function checkCode(code, keys, quorum, own) {
    need(code.length <= 4296);
    const octets = unbase45(code.slice(4));
    let at = 0;
    const take = (width) => { need(at + width <= octets.length); at += width; return octets.subarray(at - width, at); };
    const count = (width, most = MAX) => { const value = number(take(width)); need(value <= most); return value; };
    const some = (width) => take(Number(count(width)));
    const each = (most, one) => Array.from({ length: Number(count(1, most)) }, one);
    need(hex(take(3)) === "485301");
    const id = hex(take(4)), unit = text(some(1)), topic = text(some(1)), stream = take(16), version = count(8), index = count(8), size = count(8);
    const nonce = take(16), stateHash = take(32), claims = some(2), path = each(63n, () => take(32)), lines = [[id, LOG, take(64)]];
    lines.push(...each(15n, () => { const id = hex(take(4)), time = octetsOf(count(8), 8); return [id, WITNESS, joined(time, take(64))]; }));
    need(at === octets.length && new Set(lines.map((line) => line[0])).size === lines.length);
    const opening = { unit, topic, stream, version, nonce, stateHash, claims }, root = rootFrom(leafOf(opening), index, size, path);
    const names = lines.map(([id, kind]) => {
      const key = keys.find((each) => each.id === id && each.kind === kind);
      need(key, "no_key", { origin: id });
      return key.name;
    });
    const under = lines.map(([id, , payload], i) => `\u2014 ${names[i]} ${base64(joined(unhex(id), payload))}\n`).join("");
    return proved(opening, index, await headOf(utf8.encode(`${names[0]}\n${size}\n${base64(root)}\n\n${under}`), keys, quorum, own));
  }
  function proved({ unit, topic, claims }, index, head) {
    let told;
    try { told = JSON.parse(text(claims)); } catch { told = 0; }
    const { code, received_at: received, due_at: due } = told ?? 0;
    return { ok: true, unit, topic, code, received, due, number: index + 1n, ...head };
  }

  // `own` leaves out the browser's Ed25519, so that ours can be tested beside it.
  async function check(octets, keys, quorum = 0, own = false) {
    try {
      const known = keysOf(keys), start = String.fromCharCode(...octets.subarray(0, 4));
      return await (start === "HS1:" ? checkCode(text(octets).replace(/[\r\n]+$/, ""), known, quorum, own) : checkProof(octets, known, quorum, own));
    } catch (error) {
      if (!error.word) throw error;
      return { ok: false, ...error };
    }
  }
  globalThis.motcua = { check, sha };
  if (globalThis.document) document.addEventListener("DOMContentLoaded", page);

  function page() {
    const at = (id) => document.getElementById(id), words = JSON.parse(at("words").textContent), scanner = globalThis.BarcodeDetector;
    const say = (key, blanks = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
    const list = (id, lines) => at(id).replaceChildren(...lines.map((told) => Object.assign(document.createElement("li"), { textContent: told })));
    const show = (kind, ...lines) => { at("verdict").className = kind; list("verdict", lines); };
    const moment = (iso = "") => `${iso.slice(11, 16)} ${iso.slice(0, 10).split("-").reverse().join("/")}`;
    let file = null;

    function prints() {
      let lines;
      try { lines = keysOf(at("keys").value).map((key) => `${key.name}: ${key.print}`); } catch ({ word, blanks }) { lines = [say(word, blanks)]; }
      list("prints", lines);
    }
    async function judge() {
      const octets = file ?? utf8.encode(at("evidence").value.replace(/^\s+/, "").replace(/^(HS1:.*?)\s*$/s, "$1")), keys = at("keys").value;
      if (!octets.length) return show("", say("nothing"));
      if (!keys.trim()) return show("", say("no_keys"));
      const told = await check(octets, keys, Number(at("quorum").value));
      if (!told.ok) return show("no", say("fails", { why: say(told.word, told.blanks) }));
      const blanks = { ...told, received: moment(told.received), due: moment(told.due), witnesses: told.witnesses.join(", ") };
      show("yes", say(told.code && told.received ? "receipt" : "event", blanks), ...(told.due ? [say("due", blanks)] : []), say("place", blanks), say(told.witnesses.length ? "witnessed" : "alone", blanks));
    }
    function take(code) {
      file = null;
      if (code.startsWith("HS1:")) { at("evidence").value = code; judge(); } else { at("keys").value = code; prints(); }
    }
    // On a receipt there is a link beside the code; on the notice board there are keys.
    async function codeIn(picture) {
      const found = await new scanner({ formats: ["qr_code"] }).detect(picture);
      return found.map((each) => each.rawValue).find((each) => /^HS1:|\+[0-9a-f]{8}\+/.test(each));
    }
    async function chosen({ target }) {
      const [picked] = target.files;
      if (!picked.type.startsWith("image/")) {
        file = new Uint8Array(await picked.slice(0, LARGEST + 1).arrayBuffer());
        at("evidence").value = new TextDecoder().decode(file);
        return judge();
      }
      if (!scanner) return show("", say("no_scan"));
      const code = await codeIn(await createImageBitmap(picked)).catch(() => 0);
      if (code) take(code); else show("", say("no_code"));
    }
    async function scan() {
      const video = at("video");
      if (!video.hidden) return video.hidden = true;
      if (!scanner) return show("", say("no_scan"));
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1920 } });
        video.hidden = false;
        await video.play();
        let code;
        while (!video.hidden && !code) {
          code = await codeIn(video);
          await new Promise((done) => setTimeout(done, 200));
        }
        if (code) take(code);
      } catch { show("", say("no_camera")); }
      video.hidden = true;
      video.srcObject?.getTracks().forEach((track) => track.stop());
    }
    at("check").onclick = judge;
    at("scan").onclick = scan;
    at("file").onchange = chosen;
    at("evidence").oninput = () => { file = null; };
    at("keys").oninput = prints;
    prints();
    if (at("evidence").value) judge();
  }
})();
