// Small conveniences; every page works without them.
(() => {
  // A form that is being sent is not sent again by a second click. The button stays enabled while the
  // browser reads the form, because a disabled button's value would be left out.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  // A step is finished by its button, not by the Enter with which a barcode scanner ends what it read.
  for (const input of document.querySelectorAll(".mc-work input")) {
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  // Narrow a list while typing; marks and capital letters do not matter.
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/đ/gi, "d").toLowerCase();
  for (const box of document.querySelectorAll("[data-narrows]")) {
    const items = [...document.querySelectorAll(box.dataset.narrows)];
    const texts = items.map((item) => fold(item.textContent));
    const none = document.querySelector(box.dataset.none);
    const opens = document.querySelector(box.dataset.opens || "#none");
    const narrow = () => {
      const words = fold(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      items.forEach((item, at) => {
        item.hidden = !words.every((word) => texts[at].includes(word));
        shown += item.hidden ? 0 : 1;
      });
      if (none) none.hidden = shown > 0;
      if (opens) opens.open = words.length > 0 && opens.querySelector("li:not([hidden])") !== null;
    };
    box.addEventListener("input", narrow);
    narrow();
  }

  // Show the part of a large picture where the dossier is.
  for (const frame of document.querySelectorAll(".mc-picture-frame")) {
    const here = frame.querySelector(".active")?.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    if (here) {
      frame.scrollLeft += here.left + here.width / 2 - around.left - around.width / 2;
      frame.scrollTop += here.top + here.height / 2 - around.top - around.height / 2;
    }
  }

  for (const button of document.querySelectorAll("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Go to what is wrong, so that it is read out and seen first.
  document.querySelector("[data-faults]")?.focus();
})();
