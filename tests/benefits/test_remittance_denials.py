from assistant.benefits.remittance_denials import decode_remittance
from assistant.domain.records import Remittance
from assistant.readers.read import read_records

SEGMENTS = """ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260903*1200*^*00501*000000001*0*P*:
GS*HP*PAYER*PRACTICE*20260903*1200*1*X*005010X221A1
ST*835*0001
BPR*I*80*C*CHK************20260903
TRN*1*CHK0001*1999999999
DTM*405*20260903
N1*PR*EXAMPLE DENTAL
N1*PE*EXAMPLE PRACTICE*XX*1234567893
LX*1
CLP*C-1*1*715*80**12*P-1
NM1*QC*1*DOE*PAT
SVC*AD:D2740*600*0
DTM*472*20260810
CAS*CO*50*600
LQ*HE*N115
SVC*AD:D2392*115*80
DTM*472*20260810
CAS*CO*45*15
CAS*PR*2*20
SE*18*0001
GE*1*1
IEA*1*000000001"""


def remittance() -> Remittance:
    records = read_records(SEGMENTS.replace("\n", "~").encode() + b"~", "made-up.835")
    assert isinstance(records, Remittance)
    return records


def test_every_amount_is_decoded_and_the_refusal_leads() -> None:
    found = decode_remittance(remittance())
    assert (found.category, found.action) == ("medical_necessity", "appeal")
    assert [(line.code, str(line.amount), line.reading.action) for line in found.lines] == [
        ("D2740", "600", "appeal"),
        ("D2392", "15", "write_off"),
        ("D2392", "20", "patient"),
    ]
    assert found.lines[0].reading.codes == ("CO-50", "N115")
    assert found.lines[1].reading.codes == ("CO-45",)
    assert {line.claim for line in found.lines} == {"C-1"}


def test_a_remittance_without_adjustments_says_so() -> None:
    empty = remittance().model_copy(update={"checks": ()})
    found = decode_remittance(empty)
    assert found.category == "unknown"
    assert found.lines == ()
