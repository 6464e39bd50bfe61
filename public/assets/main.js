export { beat } from "./beat/mod.js";
export { follow } from "./live.js";
