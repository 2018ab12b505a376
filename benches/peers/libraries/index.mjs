// The libraries that are measured, in the order of the table.

/** One edit, in words long enough for it. */
const ONE_EDIT = { fuzzy: (term) => (term.length > 3 ? 1 : false) };

export const LIBRARIES = {
  welkomwijzer: { title: "Welkomwijzer", module: "welkomwijzer" },
  "minisearch-0.2": { title: "MiniSearch, fuzzy 0.2", module: "minisearch", settings: { fuzzy: 0.2 } },
  "minisearch-1": { title: "MiniSearch, one edit", module: "minisearch", settings: ONE_EDIT },
  flexsearch: { title: "FlexSearch", module: "flexsearch" },
  orama: { title: "Orama", module: "orama" },
  lunr: { title: "Lunr", module: "lunr" },
  ufuzzy: { title: "uFuzzy", module: "ufuzzy" },
  fuse: { title: "Fuse.js", module: "fuse" },
  pagefind: { title: "Pagefind", module: "pagefind" },
};
