// Loaded in <head>, before anything is painted: it sets <html data-theme>, so no page flashes in the wrong colours.
// The rest is what the server asks the browser for.
(() => {
  const key = "penneo-dashboard.theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let listener = null;

  // Storage is refused in some private windows; the choice then lasts as long as the page.
  let chosen = "system";
  try { chosen = localStorage.getItem(key) ?? "system"; } catch { /* see above */ }

  function apply() {
    const dark = chosen === "dark" || (chosen !== "light" && system.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    return { mode: chosen, dark };
  }

  system.addEventListener("change", () => {
    const state = apply();
    listener?.invokeMethodAsync("OnSystemThemeChanged", state).catch(() => { /* the circuit is gone; the next one asks anew */ });
  });
  apply();

  // Blazor takes clicks on links to itself and would scroll to <main> without moving the keyboard's focus there.
  document.addEventListener("click", (event) => {
    const main = event.target.closest?.(".skip-link") && document.getElementById("content");
    if (main) {
      event.preventDefault();
      event.stopPropagation();
      main.focus();
    }
  }, { capture: true });

  // For pages on plain http, where the clipboard API does not exist.
  function copyBySelection(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.cssText = "position:fixed;top:0;left:0;opacity:0";
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  }

  window.dashboard = {
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    watchTheme: (dotnet) => { listener = dotnet; return apply(); },
    setTheme: (mode) => {
      chosen = mode;
      try { localStorage.setItem(key, mode); } catch { /* see above */ }
      return apply();
    },
    // What a page keeps in this browser. Storage may be refused; then it lasts as long as the page.
    recall: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
    remember: (name, text) => { try { localStorage.setItem(name, text); } catch { /* see above */ } },
    download: (href) => {
      const link = document.createElement("a");
      link.href = href;
      link.download = "";
      document.body.append(link);
      link.click();
      link.remove();
    },
    copy: async (text) => {
      if (window.isSecureContext && navigator.clipboard) {
        try {
          await navigator.clipboard.writeText(text);
          return true;
        } catch { /* no permission: the older way may still work */ }
      }
      return copyBySelection(text);
    },
  };
})();
