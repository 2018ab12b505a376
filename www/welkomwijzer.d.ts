export * from "./index.js";
export { WelkomWijzer } from "./element.js";
