// A click on the drawing of a body chooses the same part in the list beside it; the list alone is sent.
(() => {
  const bare = { fill: "#ffffff", stroke: "#7c8790", "stroke-width": "1.2" };
  const chosen = { fill: "#dce6f0", stroke: "#0b0c0c", "stroke-width": "2.4" };
  const dress = (part, look) => Object.entries(look).forEach(([name, value]) => part.setAttribute(name, value));

  document.querySelectorAll("[data-hf-body]:not([data-hf-ready])").forEach((box) => {
    const list = box.querySelector("select");
    const parts = [...box.querySelectorAll("[data-hf-part]")];
    if (!list || !parts.length) return;
    const show = () => parts.forEach((part) => dress(part, part.dataset.hfPart === list.value ? chosen : bare));
    parts.forEach((part) => {
      part.setAttribute("cursor", "pointer");
      part.addEventListener("click", () => {
        list.value = part.dataset.hfPart;
        list.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
    list.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    box.querySelector("[data-hf-body-hint]")?.removeAttribute("hidden");
    box.dataset.hfReady = "";
    show();
  });
})();
