// Ratings that wait: sealed to the portal's key the moment they are given, sent one by one with
// pauses, so that neither the tablet's holder nor the times of arrival tell who said what.
(() => {
  const STORE = "waiting",
    BOX_BYTES = 4096,
    AWAY_MS = 15000;
  const PURPOSE = new TextEncoder().encode("suara-loket kiosk rating");
  // Pauses in milliseconds; a test may shorten them.
  const pauses = { least: 15000, most: 45000 };
  let failed = 0,
    timer = 0,
    isSending = false,
    isAway = !navigator.onLine;

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("kiosk", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const inStore = async (mode, act) => {
    const transaction = (await opened).transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  const randomBelow = (limit) => crypto.getRandomValues(new Uint32Array(1))[0] % limit;
  const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  // Every box has the same length, whatever was said.
  const padded = (told) => {
    const bytes = new TextEncoder().encode(JSON.stringify(told));
    const all = new Uint8Array(Math.max(BOX_BYTES, bytes.length)).fill(0x20);
    all.set(bytes);
    return all;
  };

  const seal = async (told, point) => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", fromBase64(point), curve, false, []);
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const shared = await crypto.subtle.deriveBits(
      { name: "ECDH", public: theirs },
      own.privateKey,
      256,
    );
    const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: PURPOSE },
      secret,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt"],
    );
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const ciphertext = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv: nonce },
      key,
      padded(told),
    );
    const ownPoint = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
    return new Uint8Array([...ownPoint, ...nonce, ...new Uint8Array(ciphertext)]);
  };

  const show = async () => {
    const count = await inStore("readonly", (store) => store.count());
    for (const [name, number] of [
      ["waiting", count],
      ["failed", failed],
    ]) {
      document.getElementById(`${name}-count`).textContent = number;
      document.getElementById(name).hidden = number === 0;
    }
    for (const words of document.querySelectorAll("[data-network]"))
      words.hidden = isAway !== (words.dataset.network === "away");
    return count;
  };

  // What waits for its pause does not wait for the network: the page says which of the two.
  const noteNetwork = (away) => {
    isAway = away;
    return show();
  };

  // Names are random, so that the store keeps no order.
  const keep = async (told, point) => {
    const name = crypto.randomUUID();
    const box = base64(await seal({ ...told, key: crypto.randomUUID() }, point));
    await inStore("readwrite", (store) => store.put(box, name));
    await show();
    schedule();
  };

  const send = async (address) => {
    const names = await inStore("readonly", (store) => store.getAllKeys());
    if (!names.length) return;
    const name = names[randomBelow(names.length)];
    const box = await inStore("readonly", (store) => store.get(name));
    const signal = AbortSignal.timeout(AWAY_MS);
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ box });
    const answer = await fetch(address, { method: "POST", headers, body, signal });
    isAway = false;
    if (answer.ok || answer.status === 422) {
      if (answer.status === 422) failed += 1;
      await inStore("readwrite", (store) => store.delete(name));
    }
  };

  // One at a time across all tabs, so that nothing is sent by two at once.
  const turn = async () => {
    timer = 0;
    if (isSending) return;
    isSending = true;
    try {
      const address = document.body.dataset.send;
      await navigator.locks.request(
        "kiosk-send",
        { ifAvailable: true },
        (lock) => lock && send(address),
      );
    } catch {
      // The network is away; the rating stays where it is.
      isAway = true;
    }
    isSending = false;
    if (await show()) schedule();
  };

  const schedule = () => {
    const pause = pauses.least + randomBelow(Math.max(1, pauses.most - pauses.least));
    timer = timer || setTimeout(turn, pause);
  };

  const canSeal = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && navigator.locks);
  globalThis.kioskQueue = { canSeal, keep, pauses, show };
  if (!canSeal) return;
  addEventListener("online", () => noteNetwork(false).then(schedule));
  addEventListener("offline", () => noteNetwork(true));
  show().then((count) => count && schedule());
})();
