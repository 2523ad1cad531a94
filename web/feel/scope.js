// Where names are looked up, and what one evaluation is told.
import { parseTemporal } from "./temporal.js";
import { entry } from "./values.js";

export class Scope {
  constructor(entries, parent = null) {
    this.entries = entries;
    this.parent = parent;
  }
  find(name) {
    for (let scope = this; scope !== null; scope = scope.parent) {
      const found = entry(scope.entries, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

// What one evaluation is told: the time, the types of the model, and what it could not make sense of.
export class Course {
  constructor({ now = null, types = null } = {}) {
    this.moment = now;
    this.types = types;
    this.warnings = [];
  }
  now() {
    return this.moment ?? parseTemporal(new Date().toISOString());
  }
  warn(kind, message) {
    if (this.warnings.length < 20) this.warnings.push({ kind, message });
    return null;
  }
}
