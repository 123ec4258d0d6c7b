from __future__ import annotations

import pytest

from phu_runtime.access import (
    AccountAccess,
    CaseAccess,
    EventAccess,
    IncidentAccess,
    LogAccess,
    OrganisationAccess,
    PassageAccess,
    ReleaseAccess,
    ReportAccess,
    StartAccess,
    TaskAccess,
    may,
    require,
)
from phu_runtime.access.roles import PARTIES, possible_roles, problem_with
from phu_runtime.errors import NotYours, OutOfDate
from phu_runtime.shapes import Actor

PLAYERS = {"woningcorporatie": "trivire", "sociaal_team": "swd", "sociale_dienst": "sdd", "meldpunt": "mzo"}


def actor(party: str, organisation: str, *roles: str, user: str = "u1") -> Actor:
    return Actor(user, "Linda", organisation, organisation, party, frozenset(roles or {"medewerker"}))


def case(joined: set[str], **more: object) -> CaseAccess:
    return CaseAccess("c1", PLAYERS, frozenset(joined), **more)


TRIVIRE = actor("woningcorporatie", "trivire")
WOONBRON = actor("woningcorporatie", "woonbron")
TEAM = actor("sociaal_team", "swd")
MELDPUNT = actor("meldpunt", "mzo")
OUTSIDERS = [
    actor("adviesgroep", "ag", "adviesgroep", "proceseigenaar"),
    actor("regiegroep", "rg", "regiegroep"),
    actor("gemeente", "dordrecht", "gemeente"),
    actor("beheer", "beheer", "beheerder"),
]


def test_a_case_is_seen_by_the_parties_it_has_reached_and_by_nobody_else():
    seen = case({"woningcorporatie"})
    assert may(TRIVIRE, "see_case", seen).allowed
    assert not may(TEAM, "see_case", seen).allowed
    assert may(TEAM, "see_case", case({"woningcorporatie", "sociaal_team"})).allowed
    assert not may(WOONBRON, "see_case", seen).allowed


@pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda a: a.party)
def test_adviesgroep_regiegroep_gemeente_and_beheerder_never_see_a_case(outsider):
    everywhere = CaseAccess("c1", dict.fromkeys(PLAYERS, outsider.organisation_id), frozenset(PLAYERS), dossier_open_for_meldpunt=True)
    for deed, subject in [
        ("see_worklist", None),
        ("search_cases", None),
        ("see_case", everywhere),
        ("export_case", everywhere),
        ("see_task", TaskAccess(everywhere, tuple(PLAYERS))),
        ("send_event", EventAccess(everywhere, tuple(PLAYERS))),
    ]:
        verdict = may(outsider, deed, subject)
        assert not verdict.allowed
        assert verdict.reason.endswith(".")


def test_the_meldpunt_sees_a_case_only_when_its_dossier_is_open_or_lightly_during_a_check():
    joined = {"woningcorporatie", "sociaal_team", "meldpunt"}
    assert not may(MELDPUNT, "see_case", case(joined)).allowed
    check = may(MELDPUNT, "see_case", case(joined, meldpunt_check_running=True))
    assert check.allowed
    assert check.light
    opened = may(MELDPUNT, "see_case", case(joined, meldpunt_check_running=True, dossier_open_for_meldpunt=True))
    assert opened.allowed
    assert not opened.light
    task = TaskAccess(case(joined, meldpunt_check_running=True), ("meldpunt",))
    assert may(MELDPUNT, "submit_task", task).light
    assert may(MELDPUNT, "see_task", task).light
    assert not may(MELDPUNT, "see_task", TaskAccess(case(joined), ("meldpunt",))).allowed


def test_a_light_look_sends_no_event():
    check = case(set(PLAYERS), meldpunt_check_running=True)
    assert not may(MELDPUNT, "send_event", EventAccess(check, ("meldpunt",))).allowed
    assert may(MELDPUNT, "send_event", EventAccess(case(set(PLAYERS), dossier_open_for_meldpunt=True), ("meldpunt",))).allowed


def test_a_task_is_seen_by_the_organisation_that_plays_its_role():
    task = TaskAccess(case({"woningcorporatie", "sociaal_team"}), ("sociaal_team",))
    assert may(TEAM, "see_task", task).allowed
    assert not may(TRIVIRE, "see_task", task).allowed
    assert not may(actor("sociaal_team", "gorinchem"), "see_task", task).allowed
    assert may(TRIVIRE, "see_task", TaskAccess(case({"woningcorporatie"}), ("sociaal_team", "woningcorporatie"))).allowed


def test_a_colleagues_claimed_task_waits_for_a_hand_over_or_a_coordinator():
    task = TaskAccess(case({"woningcorporatie"}), ("woningcorporatie",), claimed_by="u2", claimed_by_name="Mark Visser")
    for deed in ("claim_task", "submit_task", "release_task", "hand_over_task", "save_concept", "extend_term"):
        verdict = may(TRIVIRE, deed, task)
        assert not verdict.allowed
        assert "Mark Visser" in verdict.reason
    head = actor("woningcorporatie", "trivire", "coordinator", user="u9")
    assert may(head, "release_task", task).allowed
    assert may(head, "hand_over_task", task).allowed
    assert may(actor("woningcorporatie", "trivire", user="u2"), "submit_task", task).allowed


@pytest.mark.parametrize("status", ["done", "lapsed"])
def test_a_task_that_is_no_longer_open_is_out_of_date_and_not_forbidden(status):
    task = TaskAccess(case({"woningcorporatie"}), ("woningcorporatie",), status=status)
    with pytest.raises(OutOfDate):
        require(TRIVIRE, "submit_task", task)
    with pytest.raises(NotYours):
        require(WOONBRON, "submit_task", task)


def test_a_closed_case_is_read_but_not_changed_and_a_destroyed_one_is_gone():
    closed = case({"woningcorporatie"}, status="gesloten")
    assert may(TRIVIRE, "see_case", closed).allowed
    assert may(TRIVIRE, "send_event", EventAccess(closed, ("woningcorporatie",))).late
    assert not may(TRIVIRE, "submit_task", TaskAccess(closed, ("woningcorporatie",))).allowed
    assert not may(TRIVIRE, "see_case", case({"woningcorporatie"}, status="vernietigd")).allowed


def test_answers_are_corrected_by_who_gave_them_or_a_coordinator_of_that_organisation():
    open_case = case({"woningcorporatie", "sociaal_team"})
    own = PassageAccess(open_case, "trivire", "u1")
    assert may(TRIVIRE, "correct_answers", own).allowed
    assert not may(actor("woningcorporatie", "trivire", user="u2"), "correct_answers", own).allowed
    assert may(actor("woningcorporatie", "trivire", "coordinator", user="u2"), "correct_answers", own).allowed
    assert not may(TEAM, "correct_answers", own).allowed


def test_only_a_named_role_starts_a_process():
    start = StartAccess("preventie_huisuitzetting", ("woningcorporatie",))
    assert may(TRIVIRE, "start_case", start).allowed
    assert not may(TEAM, "start_case", start).allowed
    assert not may(OUTSIDERS[0], "start_case", start).allowed
    assert may(OUTSIDERS[0], "start_case", StartAccess("modelwijziging", ("adviesgroep",))).allowed


def test_adviesgroep_and_regiegroep_work_in_a_process_without_a_tenant():
    dispute = CaseAccess("g1", {"adviesgroep": "ag", "regiegroep": "rg"}, frozenset({"adviesgroep"}), traceable=False)
    assert may(OUTSIDERS[0], "see_case", dispute).allowed
    assert may(OUTSIDERS[0], "submit_task", TaskAccess(dispute, ("adviesgroep",))).allowed
    assert not may(OUTSIDERS[1], "see_case", dispute).allowed
    assert not may(OUTSIDERS[3], "see_case", dispute).allowed


def test_an_office_is_held_by_a_person_and_not_by_a_whole_organisation():
    breach = CaseAccess("g2", {"manager": "rg", "woningcorporatie": "trivire"}, frozenset({"manager", "woningcorporatie"}))
    assert may(actor("regiegroep", "rg", "manager"), "submit_task", TaskAccess(breach, ("manager",))).allowed
    assert not may(actor("regiegroep", "rg", "regiegroep"), "see_task", TaskAccess(breach, ("manager",))).allowed


def test_the_fg_reads_the_log_of_its_own_party_only_and_no_case():
    fg = actor("woningcorporatie", "trivire", "fg")
    assert may(fg, "read_access_log", LogAccess("trivire")).allowed
    assert not may(fg, "read_access_log", LogAccess("swd")).allowed
    assert not may(fg, "see_case", case({"woningcorporatie"})).allowed
    assert not may(TRIVIRE, "read_access_log", LogAccess("trivire")).allowed


def test_the_beheerder_runs_accounts_but_not_the_own_one():
    chief = actor("beheer", "beheer", "beheerder")
    assert may(chief, "see_organisations").allowed
    assert may(chief, "change_user", AccountAccess("u2", "trivire")).allowed
    assert not may(chief, "change_user", AccountAccess("u1", "beheer")).allowed
    head = actor("woningcorporatie", "trivire", "coordinator")
    assert may(head, "see_users", OrganisationAccess("trivire")).allowed
    assert not may(head, "see_users", OrganisationAccess("swd")).allowed
    assert not may(head, "change_user", AccountAccess("u2", "trivire")).allowed
    assert not may(TRIVIRE, "see_users", OrganisationAccess("trivire")).allowed


def test_who_made_a_release_cannot_approve_it_and_wider_data_use_asks_the_parties_too():
    owner = OUTSIDERS[0]
    assert not may(owner, "approve_release", ReleaseAccess("concept", maker_id="u1")).allowed
    assert may(owner, "approve_release", ReleaseAccess("concept", maker_id="u5")).allowed
    head = actor("woningcorporatie", "trivire", "coordinator")
    assert not may(head, "approve_release", ReleaseAccess("concept")).allowed
    assert may(head, "approve_release", ReleaseAccess("concept", widens_data_use=True)).allowed
    assert may(actor("gemeente", "d", "fg"), "approve_release", ReleaseAccess("concept", widens_data_use=True)).allowed
    assert not may(TRIVIRE, "publish_release", ReleaseAccess("concept")).allowed


def test_reports_go_to_the_groups_and_an_organisations_own_to_its_coordinator():
    region = ReportAccess("regio")
    for reader in OUTSIDERS[:3]:
        assert may(reader, "see_report", region).allowed
    assert not may(TRIVIRE, "see_report", region).allowed
    head = actor("woningcorporatie", "trivire", "coordinator")
    assert may(head, "see_report", ReportAccess("organisatie", "trivire")).allowed
    assert not may(head, "see_report", ReportAccess("organisatie", "swd")).allowed
    assert not may(OUTSIDERS[0], "see_report", ReportAccess("organisatie", "trivire")).allowed


def test_a_failed_step_is_tried_again_by_a_process_owner_or_a_party_of_the_case():
    incident = IncidentAccess(case({"woningcorporatie"}))
    assert may(OUTSIDERS[0], "retry_incident", incident).allowed
    assert may(TRIVIRE, "retry_incident", incident).allowed
    assert not may(WOONBRON, "retry_incident", incident).allowed
    assert not may(TRIVIRE, "repair_incident", incident).allowed


def test_nobody_signed_in_may_do_nothing():
    from phu_runtime.access.rules import RULES

    for deed in RULES:
        assert may(None, deed).reason == "Log eerst in."


def test_roles_fit_the_party_and_supervision_stands_alone():
    assert problem_with(["medewerker", "coordinator"], "woningcorporatie") == ""
    assert "Beheerder" in problem_with(["beheerder"], "woningcorporatie")
    assert "eigen account" in problem_with(["fg", "medewerker"], "sociaal_team")
    assert problem_with([], "sociaal_team") == "Kies ten minste één rol."
    assert all(possible_roles(party) for party in PARTIES)
