/* Keeps what is typed into any staff form on the server, fills a draft in again, sends it once. */
(() => {
  const PAUSE_MS = 1500;
  // So long a second tap counts as the first one; a form that gives a file may be sent again then.
  const TAP_MS = 4000;

  const watch = (mark) => {
    const form = mark.closest("form");
    const name = mark.dataset.known;
    const lines = ["kept", "unkept", "elsewhere"];
    let timer = null,
      isSaving = false,
      isStale = false,
      isSent = false;

    const tell = (state) => {
      for (const line of lines) mark.querySelector(`[data-${line}]`).hidden = line !== state;
    };
    const know = (revision) => {
      let known = form.elements[name];
      if (!known) {
        known = document.createElement("input");
        known.type = "hidden";
        known.name = name;
        mark.append(known);
      }
      known.value = revision;
    };
    const typed = () => {
      const body = new FormData(form);
      for (const [field, value] of [...body]) if (value instanceof File) body.delete(field);
      return new URLSearchParams(body);
    };

    const save = async () => {
      if (isSent) return;
      if (isSaving) {
        isStale = true;
        return;
      }
      isSaving = true;
      isStale = false;
      try {
        const answer = await fetch(mark.dataset.keep, {
          method: "POST",
          body: typed(),
          redirect: "error",
        });
        const told = answer.ok ? await answer.json() : null;
        if (told && told.state === "kept") know(told.revision);
        tell(answer.status === 409 ? "elsewhere" : told ? told.state : "unkept");
      } catch {
        tell("unkept");
      }
      isSaving = false;
      if (isStale) save();
    };

    const fill = (fields) => {
      const values = new Map();
      for (const [field, value] of fields) values.set(field, [...(values.get(field) || []), value]);
      for (const field of form.elements) {
        if (!field.name || field.type === "hidden" || field.type === "file") continue;
        if (field.type === "checkbox" || field.type === "radio") {
          field.checked = (values.get(field.name) || []).includes(field.value);
        } else if (values.has(field.name)) {
          field.value = values.get(field.name).shift() ?? field.value;
        }
        const fold = field.closest("details");
        if (fold && field.value) fold.open = true;
      }
    };

    const opener = mark.querySelector("[data-fields]");
    if (opener) {
      opener.addEventListener("click", async (event) => {
        event.preventDefault();
        try {
          const answer = await fetch(opener.dataset.fields, { redirect: "error" });
          fill((await answer.json()).fields);
          form.querySelector("textarea, input:not([type=hidden])").focus();
        } catch {
          location.assign(opener.href);
        }
      });
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE_MS);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      isSent = true;
    });
  };

  for (const mark of document.querySelectorAll("[data-draft]")) watch(mark);

  // A second tap while the first one is on its way would do the same twice.
  const underway = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (underway.has(form)) {
      event.preventDefault();
      return;
    }
    underway.add(form);
    setTimeout(() => underway.delete(form), TAP_MS);
  });
})();
