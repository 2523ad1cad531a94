"""The editor writes a large model in pieces: what comes out is what the drawing program writes at once.

The page's own script runs in the machine's V8 (Node) over every procedure of the library.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from processes import library

ROOT = Path(__file__).resolve().parents[2]
WRITE = f"""
import {{ BpmnModdle }} from {json.dumps(str(ROOT / "web/node_modules/bpmn-moddle/dist/index.js"))};
import {{ inPieces }} from {json.dumps(str(ROOT / "web/editor/writing.js"))};
let text = "";
for await (const part of process.stdin) text += part;
const told = [];
for (const source of JSON.parse(text)) {{
  const moddle = new BpmnModdle();
  const {{ rootElement }} = await moddle.fromXML(source);
  const {{ xml }} = await moddle.toXML(rootElement, {{ format: true }});
  const modeler = {{ getDefinitions: () => rootElement, saveXML: async () => ({{ xml }}) }};
  const changed = await inPieces(modeler, () => true);
  told.push([xml, await inPieces(modeler, () => false), changed]);
}}
console.log(JSON.stringify(told));
"""
ODD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="p"><documentation>one
two id="piece-0" three</documentation><task id="piece-0"/><task id="piece-1" name="x&#10;y"/></process>
<process id="q"><task id="c"><extensionElements><y:e xmlns:y="urn:y"/></extensionElements></task></process>
</definitions>"""
MODELS = {"one with names of pieces": ODD} | {
    f"{key} {variant}": model.source.decode()
    for key in library
    for variant, model in (("as it is", library[key].as_is), ("as it could be", library[key].to_be))
}


@pytest.fixture(scope="module")
def written() -> dict[str, tuple[str, str, str | None]]:
    """What was written at once, in pieces, and in pieces of a model that was changed meanwhile."""
    node = str(Path(sys.executable).with_name("node"))
    ran = subprocess.run(
        [node, "--input-type=module", "-e", WRITE],
        input=json.dumps(list(MODELS.values())),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(MODELS, json.loads(ran.stdout), strict=True))


def ordered(xml: str) -> str:
    """The text with the attributes of its root in one order: a piece may name a namespace before the others."""
    begin = xml.index("definitions ")
    end = xml.index(">", begin)
    return xml[:begin] + " ".join(sorted(xml[begin:end].split())) + xml[end:]


@pytest.mark.parametrize("name", MODELS)
def test_pieces_give_the_whole(written: dict[str, tuple[str, str, str | None]], name: str) -> None:
    whole, pieces, _changed = written[name]
    assert ordered(pieces) == ordered(whole)


def test_a_model_that_changed_meanwhile_is_not_written(
    written: dict[str, tuple[str, str, str | None]],
) -> None:
    assert {changed for _whole, _pieces, changed in written.values()} == {None}
