"""The editor keeps what is drawn also of whoever never pauses, and after the model could not be written once.

The page's own script runs in the machine's V8 (Node); its clock, the server and the browser's store are made up here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = f"""
import {{ Keeping }} from {json.dumps(str(ROOT / "web/editor/keeping.js"))};
let now = 1_000_000;
Date.now = () => now;
console.error = () => {{}};
globalThis.setTimeout = () => 0;
globalThis.scheduler = {{ yield: async () => {{}} }};
globalThis.document = {{ addEventListener() {{}} }};
globalThis.localStorage = {{ setItem() {{}}, removeItem() {{}}, getItem: () => null }};
globalThis.requestAnimationFrame = (next) => next();
const sent = [];
globalThis.fetch = async (_address, {{ body }}) => {{
  sent.push(JSON.parse(body).source);
  const headers = new Map([["Content-Type", "application/json"]]);
  return {{ ok: true, status: 200, headers, json: async () => ({{ revision: 2 }}) }};
}};
const said = [];
const say = (what) => said.push(what);
const keeping = new Keeping({{ address: "/", token: "", key: "k", revision: 1, say, onLook: async () => {{}} }});
"""


def ran(script: str) -> dict[str, object]:
    node = str(Path(sys.executable).with_name("node"))
    done = subprocess.run(
        [node, "--input-type=module", "-e", PAGE + script], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def test_whoever_never_pauses_is_kept_all_the_same() -> None:
    told = ran(
        """
        const source = async ({ whole }) => {
          keeping.touch();
          keeping.changed(source);
          return whole ? "all of it" : null;
        };
        keeping.changed(source);
        let seconds = 0;
        for (; seconds < 60 && !sent.length; seconds += 0.2) {
          now += 200;
          keeping.touch();
          await keeping.send();
        }
        console.log(JSON.stringify({ sent, seconds, pending: Boolean(keeping.pending) }));
        """
    )
    assert told["sent"] == ["all of it"]
    assert told["pending"] is True  # what came meanwhile is kept next
    assert isinstance(told["seconds"], (int, float))
    assert 5 <= told["seconds"] <= 10


def test_a_model_that_could_not_be_written_in_pieces_is_written_at_once() -> None:
    told = ran(
        """
        keeping.changed(async ({ whole }) => {
          if (!whole) throw new Error("no piece");
          return "all of it";
        });
        now += 1000;
        await keeping.send();
        const before = [...sent];
        await keeping.send();
        console.log(JSON.stringify({ before, sent, settled: await keeping.settled(), said: said.at(-1) }));
        """
    )
    assert told == {"before": [], "sent": ["all of it"], "settled": True, "said": "saved"}
