export { beat } from "./beat/mod.js";
export { follow } from "./live.js";
export { menus } from "./menus.js";
export { askToTell, tell } from "./tell.js";
export { whenReached } from "./person.js";
