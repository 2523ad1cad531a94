// Keeping what is drawn: sent a moment after each change, tried again while the server is away, and kept in this browser
// until it has arrived. Whoever was overtaken is told by whom, and nothing of either is lost.
import { breath } from "./breathing.js";

const WAIT = 900;
const LONGEST = 20_000;
const AGAIN = 20_000;
const IDLE = 60_000;
// Writing the whole model takes a moment: it waits for a pause of whoever types, but not for ever.
const PAUSE = 300;
const PATIENCE = 5000;
// So many times it may be changed while it is being written in pieces; then it is written at once.
const MISSES = 3;

export class Keeping {
  constructor({ address, token, key, revision, say, onLook, onOvertaken }) {
    Object.assign(this, { address, token, revision, say, onLook, onOvertaken });
    this.key = `kyzmat.model.${key}`;
    this.window = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.wait = WAIT;
    this.stopped = false;
    this.pending = null;
    this.since = null;
    this.missed = 0;
    // A page that nobody touches asks nothing, so that a session left alone ends when it should.
    this.touched = Date.now();
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.touch(), { passive: true });
  }

  touch() {
    const slept = Date.now() - this.touched > IDLE;
    this.touched = Date.now();
    if (slept && !this.busy) this.later(WAIT);
  }

  // What this browser still has that never reached the server; null when the server went on without it.
  unsent() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      if (!kept) return null;
      return { ...kept, fits: kept.revision === this.revision };
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  // `source` is a function, so that the model is written once for many quick changes: it gives the text, or null when the
  // model was changed while it was being written, which it may not answer when it is asked for the `whole` at once.
  changed(source) {
    this.since ??= Date.now();
    this.pending = source;
    this.say("saving");
    this.later(WAIT);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.send(), milliseconds);
  }

  async send() {
    if (this.busy || this.stopped) return;
    this.busy = true;
    const source = this.pending;
    if (!source && Date.now() - this.touched > IDLE) {
      this.busy = false;
      return;
    }
    const now = Date.now();
    if (source && !this.isAskedFor && now - this.touched < PAUSE && now - this.since < PATIENCE) {
      this.busy = false;
      this.later(PAUSE);
      return;
    }
    this.pending = null;
    const text = source ? await this.written(source) : null;
    if (source && text === null) {
      this.busy = false;
      this.pending ??= source;
      this.later(this.wait > WAIT ? this.wait : PAUSE);
      return;
    }
    if (text !== null) {
      this.since = this.pending ? now : null;
      await breath();
      this.remember(text);
      await breath();
    }
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ source: text, seen: this.revision, window: this.window }),
      });
      if (answer.status === 409) {
        this.stopped = true;
        this.onOvertaken(await answer.json(), text);
      } else if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").includes("json")) {
        throw Object.assign(new Error(String(answer.status)), { status: answer.redirected ? 401 : answer.status });
      } else {
        const told = await answer.json();
        this.revision = told.revision;
        if (text !== null && !this.pending) this.forget();
        this.wait = WAIT;
        this.say(this.pending ? "saving" : "saved", told.saved);
        await this.onLook(told);
        this.later(this.pending ? WAIT : AGAIN);
      }
    } catch (error) {
      if (text !== null && !this.pending) this.pending = async () => text;
      this.say(error.status === 401 || error.status === 403 ? "signed-out" : error.status === 413 ? "too-large" : "offline");
      this.wait = Math.min(this.wait * 2, LONGEST);
      this.later(this.wait);
    }
    this.busy = false;
  }

  // The text of the model; null when it was changed while it was being written, or could not be: it still has to be kept.
  async written(source) {
    try {
      const text = await source({ whole: Boolean(this.isAskedFor) || this.missed >= MISSES });
      this.missed = text === null ? this.missed + 1 : 0;
      return text;
    } catch (error) {
      console.error(error);
      this.missed = MISSES;
      this.wait = Math.min(this.wait * 2, LONGEST);
      return null;
    }
  }

  remember(text) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: new Date().toISOString(), revision: this.revision, source: text }));
    } catch {
      // Too large for this browser: the server is tried again until it answers.
    }
  }

  // Everything is on its way before the form that makes a version is sent.
  async settled() {
    clearTimeout(this.timer);
    while (this.busy) await new Promise((next) => setTimeout(next, 50));
    this.isAskedFor = true;
    if (this.pending) await this.send();
    this.isAskedFor = false;
    return !this.pending && !this.stopped;
  }
}
