// Every built-in function of FEEL, by its name.
import "./contexts.js";
import "./lists.js";
import "./numbers.js";
import "./ranges.js";
import "./strings.js";
import "./temporal.js";
import { functions } from "./define.js";

export const builtins = functions();
