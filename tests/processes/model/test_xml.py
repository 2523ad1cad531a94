from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import NotBpmn, read_model
from processes.model.xml import parse, spans

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' id="d" targetNamespace="t">'
)
SMALL = (
    f'{HEAD}<process id="p"><startEvent id="s"/><userTask id="u" name="a &gt; b"/><endEvent id="e"/>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="u"/><sequenceFlow id="g" sourceRef="u" targetRef="e"/>'
    "</process></definitions>"
)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("model.bpmn", SMALL)
    return buffer.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "&lol;" * 10}">' for n in range(9))
    + "]><definitions>&l8;</definitions>"
).encode()

HOSTILE = {
    "empty": b"",
    "only spaces": b"  \n \t",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a PDF": b"%PDF-1.7 ...",
    "a ZIP archive": zipped(),
    "an old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "JSON": b'{"definitions": []}',
    "plain text": "Заявление".encode(),
    "a DOCTYPE": b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>',
    "a billion laughs": LAUGHS,
    "half a file": SMALL[:200].encode(),
    "deep nesting": (HEAD + "<a>" * 5000 + "</a>" * 5000 + "</definitions>").encode(),
    "too many elements": (HEAD + "<a/>" * 200_001 + "</definitions>").encode(),
    "30 MB": SMALL.replace("</process>", " " * 30_000_000 + "</process>").encode(),
    "a wrong root": b"<html><body/></html>",
    "XPDL": b'<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>',
    "BPMN without process": f"{HEAD}<message id='m'/></definitions>".encode(),
    "a task without id": SMALL.replace('id="u" ', "").encode(),
    "duplicate ids": SMALL.replace('endEvent id="e"', 'endEvent id="u"').encode(),
    "an undeclared prefix": SMALL.replace("<userTask", "<bpmn:userTask").encode(),
    "an unknown encoding": SMALL.replace("UTF-8", "KOI-99").encode(),
    "bytes that are not UTF-8": SMALL.encode().replace(b"a &gt; b", b"\xff\xfe\xfd"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_model_is_refused_with_a_sentence_and_a_way_out(name: str) -> None:
    with pytest.raises(NotBpmn) as refused:
        read_model(HOSTILE[name])
    assert refused.value.message.endswith(".")
    assert refused.value.hint.endswith(".")


def test_duplicate_ids_are_named_with_both_lines() -> None:
    with pytest.raises(NotBpmn) as refused:
        read_model(SMALL.replace("<endEvent", "\n<endEvent").encode().replace(b'id="e"', b'id="u"'))
    assert refused.value.element == "u"
    assert refused.value.line == 3
    assert "line 2" in refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-5", "windows-1251"])
def test_every_encoding_xml_allows_is_read_and_given_back(encoding: str) -> None:
    declared = encoding.removesuffix("-sig").upper()
    source = SMALL.replace("UTF-8", declared).replace("a &gt; b", "Принять заявление").encode(encoding)
    model = read_model(source)
    assert model.elements["u"].name == "Принять заявление"
    assert model.source == source


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "iso-8859-5"])
@given(
    name=st.text("абв<>\"'/ &;", max_size=12),
    comment=st.text("ab<>/ \"'", max_size=8).filter(lambda c: "--" not in c),
)
def test_the_span_of_each_element_begins_and_ends_with_its_tags(
    encoding: str, name: str, comment: str
) -> None:
    from xml.sax.saxutils import quoteattr

    text = (
        f"<a x={quoteattr(name)}><!-- {comment} --><b\n y='/>' /><![CDATA[<c>]]><?p <d>?>"
        f"<e f={quoteattr(name)} ></e\n></a>"
    )
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>{text}'
    codec = encoding.removesuffix("-sig")
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8-sig": b"\xef\xbb\xbf"}.get(
        encoding, b""
    )
    source = mark + text.encode(codec)
    found = spans(source)
    nodes = list(parse(source).iter("*"))
    assert len(found) == len(nodes) == 3
    for span, node in zip(found, nodes, strict=True):
        opening = source[span.start : span.open_end].decode(codec)
        assert opening.startswith(f"<{node.tag}")
        assert opening.endswith(">")
        if span.is_empty_tag:
            assert opening.endswith("/>")
        else:
            assert source[span.close_start : span.end].decode(codec).startswith(f"</{node.tag}")


def test_an_external_entity_never_opens_a_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    source = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><d>&x;</d>'
    with pytest.raises(NotBpmn, match="document type"):
        read_model(source.encode())
