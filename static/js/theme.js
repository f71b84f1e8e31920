// Runs before the first paint: "auto" follows the device, a stored choice came from the server.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    if (root.dataset.theme === "auto") root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  root.classList.add("js");
  dark.addEventListener("change", apply);
  apply();
})();
