// Light or dark, as the reader's system asks; without scripts the page is light.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  show();
  dark.addEventListener("change", show);
})();
