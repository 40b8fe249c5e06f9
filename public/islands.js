// Brings the islands of a page to life. Without the browser library every page still works,
// so a failure to load it says nothing to the person.
const base = "/assets/pkg/hyokasho";
try {
  const islands = document.querySelectorAll("leptos-island");
  if (islands.length > 0) {
    const library = await import(`${base}.js`);
    await library.default({ module_or_path: `${base}_bg.wasm` });
    library.hydrate();
    for (const island of islands) {
      library[island.dataset.component]?.(island);
    }
  }
} catch {
  // The page works as the server sent it.
}
