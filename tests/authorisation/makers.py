"""The maker of each address with parameters."""

from __future__ import annotations

from uuid import UUID

from pendopo.kernel.agencies.models import Unit
from pendopo.kernel.api.models import Token, Webhook
from pendopo.kernel.calendar.models import AgencyDay
from pendopo.kernel.documents.models import Signature
from pendopo.kernel.imports.models import ImportRun
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.privacy.models import Affected, Destruction, Hold, Incident, SubjectRequest
from pendopo.kernel.services.models import Service
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.dip.models import Decree, Entry
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.information.models import Inquiry
from pendopo.modules.objections.models import Objection
from pendopo.modules.open_data.queries.tables import tables
from pendopo.modules.publishing.models import Link, Notice, Proof, Review
from pendopo.modules.satisfaction.models import (
    FollowUp,
    Kiosk,
    PaperSheet,
    Report,
    Survey,
    Voice,
)
from pendopo.modules.satisfaction.views.importing import ANSWERS

from tests.authorisation.finding import (
    accounts,
    all_importers,
    all_registers,
    answer_files,
    answered,
    asked_units,
    boxes,
    dossiers,
    drawn,
    each_state,
    entry_files,
    feeds,
    figures,
    files,
    fixed,
    grants,
    hook_messages,
    invitations,
    letters,
    own_files,
    own_requests,
    parts,
    public_entry_files,
    releases,
    rows,
    services_asked,
    sheets,
    signed_letters,
    subscribers,
    suggested,
    surveyed,
    surveys,
    versions,
)
from tests.authorisation.objects import Maker

MAKERS: dict[str, Maker] = {
    "theme/key": fixed(key="0a489f-08306b-eef4fb"),
    "calendar/token": feeds,
    "information:own_file": own_files(Inquiry),
    "objections:own_file": own_files(Objection),
    "information/pk": each_state(Inquiry),
    "information/pk,document_pk": files(Inquiry),
    "information/pk,material_pk": asked_units,
    "objections/pk": each_state(Objection),
    "objections/pk,document_pk": files(Objection),
    "disputes/pk": each_state(Dispute),
    "disputes/objection_pk": dossiers,
    "exemptions/pk": each_state(Exemption),
    "exemptions/pk,document_pk": files(Exemption),
    "dip/pk": each_state(Entry),
    "dip:entry": each_state(Entry, state="published"),
    "dip:decree_letter": rows(Decree, pk="pk"),
    "dip:decree_list": rows(Decree, pk="pk"),
    "dip:entry_file": public_entry_files,
    "dip/pk,document": entry_files,
    "dip/pk,number": versions,
    "disclosure/pk": each_state(Answer),
    "disclosure:answer": each_state(Answer, state="published"),
    "disclosure/kind,pk": suggested,
    "disclosure/pk,file_pk": answer_files,
    "disclosure/inquiry_pk": answered,
    "annual_reports/pk": each_state(AnnualReport),
    "annual_reports/pk,part": parts,
    "annual_reports/year": rows(AnnualReport, take="state=published", year="report_year"),
    "satisfaction/pk": surveys(),
    "satisfaction:published_result": each_state(Survey, state="published"),
    "satisfaction:finish": rows(FollowUp, pk="pk"),
    "satisfaction:cancel": rows(FollowUp, pk="pk"),
    "satisfaction:proof": rows(FollowUp, pk="pk", take="proof__isnull="),
    "satisfaction:report_pdf": rows(Report, pk="pk"),
    "satisfaction:report_docx": rows(Report, pk="pk"),
    "satisfaction:report_xlsx": rows(Report, pk="pk"),
    "satisfaction:by_service": services_asked,
    "satisfaction/key": fixed(key=ANSWERS.key),
    "satisfaction/pk,element": surveys(element="produk"),
    "satisfaction/pk,form": surveys(form="csv"),
    "satisfaction:answer": surveyed("open"),
    "satisfaction/pk,service_pk": surveyed(),
    "satisfaction/pk,kiosk_pk": rows(Kiosk, pk="survey_id", kiosk_pk="pk"),
    "satisfaction/pk,batch_pk": rows(PaperSheet, pk="batch.survey_id", batch_pk="batch_id"),
    "satisfaction/pk,batch_pk,position": sheets(),
    "satisfaction:publish_voice": each_state(Voice),
    "satisfaction:withdraw_voice": each_state(Voice),
    "end-session/session_pk": fixed(session_pk=1),
    "remove-factor/factor_pk": fixed(factor_pk=1),
    "open-new-password/user_pk,token": fixed(user_pk=UUID(int=7), token="salah"),
    "privacy/subject_type": fixed(subject_type="inquiry"),
    "privacy/subject_type,pk": own_requests,
    "privacy/file_format": fixed(file_format="csv"),
    "privacy/period": fixed(period="identity"),
    "privacy/period,kind": fixed(period="identity", kind="inquiry"),
    "privacy:lift": rows(Hold, pk="pk"),
    **dict.fromkeys(
        ("privacy:destruction", "privacy:approve", "privacy:refuse", "privacy:certificate"), each_state(Destruction)
    ),
    **dict.fromkeys(
        ("privacy:subject_request", "privacy:answer", "privacy:correct", "privacy:withdraw", "privacy:copy"),
        each_state(SubjectRequest),
    ),
    "privacy/pk": each_state(Incident),
    "privacy/pk,affected_pk": rows(Affected, pk="incident_id", affected_pk="pk"),
    "programs:revoke_key": rows(Token, pk="pk"),
    "programs/pk": rows(Webhook, pk="pk"),
    "programs/pk,message_pk": hook_messages,
    "api/entry": each_state(Entry, "entry", state="published"),
    "api/answer": each_state(Answer, "answer", state="published"),
    "api/survey": each_state(Survey, "survey", state="published"),
    "api/inquiry": each_state(Inquiry, "inquiry"),
    "api/rest": fixed(rest="tidak/ada"),
    "satisfaction/secret": invitations,
    "publishing/pk": rows(Notice, pk="pk"),
    "publishing:proof_file": rows(Proof, pk="pk", take="document__isnull="),
    "publishing:retract": rows(Proof, pk="pk"),
    "publishing:link": each_state(Link),
    "publishing:ask_soon": each_state(Link),
    "publishing:review": rows(Review, pk="pk"),
    "publishing:review_print": rows(Review, pk="pk"),
    "publishing:review_pdf": rows(Review, pk="pk"),
    "publishing/pk,token": subscribers,
    "publishing/key": fixed(key="periodic-9"),
    "notifications/message_id": rows(OutboxMessage, message_id="pk", take="state=failed"),
    "reporting/key": all_registers,
    "reporting/snapshot_id,source,key": figures,
    "imports/key": all_importers,
    "imports/run_id": rows(ImportRun, run_id="pk"),
    "signing/code": rows(Signature, code="code", take="state=signed"),
    "signing/pk": letters,
    "signing:signed_file": signed_letters,
    "redaction/pk": drawn(),
    "redaction:check_release": releases,
    "redaction/pk,box_pk": boxes,
    "redaction/pk,page": drawn(page=1),
    "administration/register": fixed(register="inquiry"),
    "administration/unit_pk": rows(Unit, unit_pk="pk"),
    "administration/service_pk": rows(Service, service_pk="pk"),
    "administration/user_pk": accounts,
    "administration/user_pk,grant_pk": grants,
    "administration/day_pk": rows(AgencyDay, day_pk="pk"),
    "administration/seq": fixed(seq=9),
    "open_data/name": fixed(name="package_list"),
    "open_data/suffix": fixed(suffix="ttl"),
    "open_data/key,suffix": fixed(key=tables()[0].key, suffix="csv"),
}  # fmt: skip
