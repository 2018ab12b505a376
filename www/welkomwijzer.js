// The script tag: registers <welkom-wijzer>, and puts one where the tag stands if the tag asks for it.

import { WelkomWijzer } from "./element.js";
import { version } from "./index.js";

const registered = customElements.get("welkom-wijzer");
if (!registered) {
  customElements.define("welkom-wijzer", WelkomWijzer);
  WelkomWijzer.version = version;
} else if (registered.version !== version) {
  console.warn(`welkom-wijzer: version ${registered.version} is in use on this page, this script is ${version}`);
}

// <script type="module" src=".../welkomwijzer.js" data-municipality="Geel"></script> alone: modules do not know their own tag, so it is
// found by its address; each tag is served once.
for (const script of document.querySelectorAll("script[data-municipality]")) {
  if (script.src.split(/[?#]/)[0] !== import.meta.url.split(/[?#]/)[0] || "welkomwijzerServed" in script.dataset) continue;
  script.dataset.welkomwijzerServed = "";
  const element = document.createElement("welkom-wijzer");
  for (const name of WelkomWijzer.observedAttributes) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) element.setAttribute(name, value);
  }
  script.after(element);
}

export { WelkomWijzer };
export * from "./index.js";
