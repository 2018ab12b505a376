// Under Trusted Types, the page needs a policy of its own for this address (createScriptURL).
if ("serviceWorker" in navigator) navigator.serviceWorker.register("worker.js");
