"""Whatever is done to a diagram in whatever order, the file can be opened again, and undoing a rename brings every byte back."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phu_runtime.engine import read_drawn
from phu_runtime.errors import FormInvalid
from phu_runtime.workprocess.drafting import check_readable
from phu_runtime.workprocess.editing.diagrams import DEEDS, apply_deed, outline, read_choices
from phu_runtime.workprocess.files import read_files

FILES = read_files(Path(__file__).parents[2])
CHOICES = read_choices(FILES)
SMALL = [f"bpmn/{name}.bpmn" for name in ("nazorg", "ontruiming", "verstrekking", "geschil", "laatste_aanmaning", "resultaat_vastleggen")]
BOXED = {"userTask", "businessRuleTask", "sendTask", "serviceTask", "callActivity"}
FIELDS = (
    "naam", "uitleg", "formulier", "wie", "tabel", "uitkomst", "tekening", "onderwerp", "tijd", "stopt", "herhaling", "standaard",
    "eigenschap.termijn", "eigenschap.brief", "eigenschap.eis", "eigenschap.artikel", "eigenschap.processtap", "eigenschap.waarde",
    "nieuw.naam", "nieuw.baan", "nieuw.formulier", "nieuw.termijn", "nieuw.uitleg", "nieuw.na", "naar",
)  # fmt: skip
texts = st.one_of(st.text(max_size=40), st.sampled_from(["contactpoging", "geen", "mzo_advies", "ja", "nee", "=true", "kennisgeving", ""]))
words = st.text("abcdefghij &<>'\"éü-", min_size=1, max_size=8).filter(lambda text: text.strip())
deeds = st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 200), st.dictionaries(st.sampled_from(FIELDS), texts, max_size=5))
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(path=st.sampled_from(SMALL), todo=st.lists(deeds, min_size=1, max_size=6))
def test_no_deeds_make_a_file_that_cannot_be_opened(path, todo):
    content = FILES[path]
    for deed, number, fields in todo:
        elements = read_drawn(path, content).elements
        if not elements:
            break
        lanes = [key for key in ("baan_woningcorporatie", "baan_sociaal_team") if key.encode() in content]
        known = {"nieuw.naam": "Bel de huurder", "nieuw.formulier": "contactpoging", "nieuw.termijn": "geen", "naar": (lanes or [""])[-1]}
        with suppress(FormInvalid):
            content, following = apply_deed(path, content, deed, elements[number % len(elements)].id, known | fields, CHOICES)
            assert following in read_drawn(path, content).by_id
        check_readable(path, content)
        assert outline(read_drawn(path, content))


@few
@given(path=st.sampled_from(SMALL), number=st.integers(0, 200), name=words)
def test_renaming_back_brings_every_byte_back(path, number, name):
    boxes = [element for element in read_drawn(path, FILES[path]).elements if element.kind in BOXED]
    element = boxes[number % len(boxes)]
    there, _ = apply_deed(path, FILES[path], "wijzig", element.id, {"naam": name}, CHOICES)
    assert read_drawn(path, there).by_id[element.id].name == " ".join(name.split())
    back, _ = apply_deed(path, there, "wijzig", element.id, {"naam": element.name}, CHOICES)
    assert back == FILES[path]


@few
@given(path=st.sampled_from(SMALL), number=st.integers(0, 200), text=st.text(max_size=60))
def test_an_explanation_is_read_back_as_it_was_written(path, number, text):
    elements = [element for element in read_drawn(path, FILES[path]).elements if element.kind in BOXED]
    element = elements[number % len(elements)]
    with suppress(FormInvalid):
        after, _ = apply_deed(path, FILES[path], "wijzig", element.id, {"uitleg": text}, CHOICES)
        kept = read_drawn(path, after).by_id[element.id].documentation
        assert kept.split() == text.split()
