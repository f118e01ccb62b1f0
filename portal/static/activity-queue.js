// Activities that wait on this device: kept before they are sent, sent once, never lost.
(() => {
  const form = document.querySelector("form[data-queue]");
  if (!form) return;
  const PATIENCE_MS = 8000,
    AGAIN_MS = 30000,
    NAME = `suara-loket:activities:${form.dataset.owner}`;
  const section = document.getElementById("queue"),
    list = document.getElementById("queue-list");
  const item = document.getElementById("queue-item"),
    signedOut = document.getElementById("queue-signed-out");
  let isSending = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(NAME) || "[]");
    } catch {
      return [];
    }
  };
  const write = (entries) => localStorage.setItem(NAME, JSON.stringify(entries));
  const without = (key) => write(read().filter((entry) => entry.key !== key));

  const show = (isSignedOut = false) => {
    const entries = read();
    list.replaceChildren(
      ...entries.map((entry) => {
        const line = item.content.cloneNode(true);
        const of = (name) => line.querySelector(`[data-${name}]`);
        of("text").textContent = entry.fields.text;
        of("day").textContent = entry.day;
        if (entry.refused) {
          of("waits").hidden = true;
          of("refused").hidden = of("again").hidden = false;
          of("refused").textContent = entry.refused.join(" ");
          of("mend").addEventListener("click", () => fillIn(entry));
        }
        return line;
      }),
    );
    section.hidden = entries.length === 0;
    signedOut.hidden = !isSignedOut;
    document.getElementById("queue-said").hidden =
      isSignedOut || !entries.some((entry) => !entry.refused);
  };

  // The same key comes back with the text, so that sending it again enters it once.
  const fillIn = (entry) => {
    for (const [name, value] of Object.entries(entry.fields)) {
      const field = form.elements[name];
      if (field && name !== "csrf_token") field.value = value;
    }
    form.elements.key.value = entry.key;
    without(entry.key);
    show();
    form.elements.text.focus();
  };

  // A token that is fresh; null when nobody is signed in any more.
  const token = async () => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(form.dataset.fresh, { signal, redirect: "manual" });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const blank = page.querySelector("form[data-queue]");
    const isOurs = blank && blank.dataset.owner === form.dataset.owner;
    return isOurs ? blank.querySelector("[name=csrf_token]").value : null;
  };

  const send = async (entry, fresh) => {
    const body = new URLSearchParams({ ...entry.fields, key: entry.key, csrf_token: fresh });
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(form.dataset.queue, {
      method: "POST",
      body,
      signal,
      redirect: "manual",
    });
    if (answer.ok) without(entry.key);
    if (answer.status === 422) {
      const told = await answer.json();
      write(
        read().map((each) => (each.key === entry.key ? { ...each, refused: told.errors } : each)),
      );
    }
    return answer.ok;
  };

  // One at a time across all tabs; what two tabs send twice is entered once by its key.
  const flush = async () => {
    const waiting = read().filter((entry) => !entry.refused);
    if (isSending || !waiting.length) return show();
    isSending = true;
    let sent = 0,
      isSignedOut = false;
    try {
      const fresh = await token();
      isSignedOut = fresh === null;
      if (!isSignedOut) for (const entry of waiting) sent += await send(entry, fresh);
    } catch {
      // The network is away; the entries stay where they are.
    }
    isSending = false;
    show(isSignedOut);
    if (sent) location.assign(`${form.action}?done=sent`);
  };

  const keep = (submitter) => {
    const fields = Object.fromEntries(new FormData(form, submitter));
    const key = fields.key;
    delete fields.csrf_token;
    delete fields.key;
    const day = form.elements.done_on.selectedOptions[0].textContent;
    write([...read().filter((entry) => entry.key !== key), { key, day, fields }]);
    form.elements.key.value = crypto.randomUUID();
    form.elements.text.value = form.elements.amount.value = form.elements.link.value = "";
  };

  // A form that was kept days ago offers the days since then, too; the portal checks them.
  const offerDays = () => {
    const days = form.elements.done_on,
      day = new Date(`${form.dataset.today}T12:00`);
    const now = new Date();
    for (
      let number = 0;
      form.dataset.blank && number < 31 && day.toDateString() !== now.toDateString() && day < now;
      number += 1
    ) {
      day.setDate(day.getDate() + 1);
      const value = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
        .map((part) => String(part).padStart(2, "0"))
        .join("-");
      const label = day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
      days.prepend(new Option(label, value, true, true));
    }
  };

  const canQueue = (() => {
    try {
      localStorage.setItem(`${NAME}:trial`, "1");
      localStorage.removeItem(`${NAME}:trial`);
      return Boolean(globalThis.crypto?.randomUUID);
    } catch {
      return false;
    }
  })();
  if (!canQueue) return;
  // What the portal refuses at once goes back to it as a form, so that the field is named.
  const sendNow = async (key) => {
    await flush();
    const entry = read().find((each) => each.key === key && each.refused);
    if (!entry) return;
    fillIn(entry);
    const act = Object.assign(document.createElement("input"), { type: "hidden", name: "act" });
    act.value = entry.fields.act || "sent";
    form.append(act);
    form.submit();
  };

  form.addEventListener("submit", (event) => {
    // Empty is said by the portal; without a network nothing is lost by it.
    if (!form.elements.text.value.trim() && navigator.onLine) return;
    event.preventDefault();
    if (!form.elements.text.value.trim()) return form.elements.text.focus();
    const { value: key } = form.elements.key;
    keep(event.submitter);
    show();
    sendNow(key);
  });
  offerDays();
  addEventListener("online", flush);
  // A phone says that it is online before anything can be reached, and says so once.
  addEventListener("focus", flush);
  setInterval(() => document.hidden || flush(), AGAIN_MS);
  if (navigator.serviceWorker) {
    const scope = new URL(form.action).pathname;
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
    const wanted = [form.dataset.fresh, ...files.map((file) => file.href || file.src)];
    const fetchAll = () => Promise.allSettled(wanted.map((address) => fetch(address)));
    // Only what passes the worker is kept, so that the first visit waits until it is in charge.
    if (navigator.serviceWorker.controller) fetchAll();
    else navigator.serviceWorker.addEventListener("controllerchange", fetchAll, { once: true });
    navigator.serviceWorker.register(form.dataset.worker, { scope }).catch(() => {});
  }
  flush();
})();
