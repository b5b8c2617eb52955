//! What a document manager sees, and nothing else.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, by_mail, by_password, by_totp, draft, guest, id, membership, sender, sent, signed_in, taro,
};
use wariin_domain::{
    Account, Document, EventKind, FileId, GateRefusal, ManagedSide, ManagerLook, ManagerRefusal,
    Reason, Role,
};

fn of(organisation: u128, role: Role) -> Account {
    Account {
        membership: membership(organisation, role),
        ..wariin_domain::fixtures::account(70, "manager@example.jp")
    }
}

/// Taro, the recipient of the documents, belongs to another organisation than the sender.
fn elsewhere() -> Account {
    Account { membership: membership(2, Role::Admin), ..taro() }
}

fn opened() -> Document {
    let mut document = sent(true);
    let taro = elsewhere();
    let by = by_totp(&taro, NOW);
    let _ = document.open(id(1), signed_in(&taro, &by), NOW).unwrap();
    document
}

fn look(document: &Document, manager: &Account) -> Result<ManagedSide, ManagerRefusal> {
    document.view_by_manager(manager, ManagerLook::Page, NOW).map(|(side, events)| {
        assert_eq!(events.iter().count(), 1, "every look is recorded");
        side
    })
}

// T-065 T-066 O-23
#[test]
fn a_manager_of_the_senders_organisation_sees_what_was_sent_and_each_look_is_recorded() {
    let document = sent(true);
    let manager = of(1, Role::Manager);
    assert_eq!(look(&document, &manager), Ok(ManagedSide::Sent));
    for one in [ManagerLook::File(FileId::from(Uuid::from_u128(7))), ManagerLook::Export] {
        let (_, events) = document.view_by_manager(&manager, one, NOW).unwrap();
        let event = events.iter().next().unwrap();
        assert_eq!(event.kind, EventKind::ManagerViewed { look: one });
    }
    assert_eq!(
        look(&draft(), &manager),
        Err(ManagerRefusal::NotManaged),
        "a draft is its author's"
    );
}

// T-066 PO-07 AU-02
#[test]
fn only_a_manager_of_that_organisation_is_shown_anything() {
    let document = sent(true);
    for role in [Role::Member, Role::Admin] {
        let other = of(1, role);
        assert_eq!(look(&document, &other), Err(ManagerRefusal::NotManager), "{role:?}");
    }
    assert_eq!(look(&document, &of(3, Role::Manager)), Err(ManagerRefusal::NotManaged));
}

// T-065 PO-07
#[test]
fn on_a_recipients_side_a_manager_sees_it_only_after_that_recipient_passed_the_gate() {
    let manager = of(2, Role::Manager);
    assert_eq!(look(&sent(true), &manager), Err(ManagerRefusal::NotManaged));
    assert_eq!(look(&opened(), &manager), Ok(ManagedSide::Received(id(1))));

    let mut by_link = sent(false);
    let _ = by_link.open(id(1), by_mail(1), NOW).unwrap();
    assert_eq!(look(&by_link, &manager), Err(ManagerRefusal::NotManaged), "no account signed in");

    let mut cancelled = opened();
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    assert_eq!(look(&cancelled, &manager), Err(ManagerRefusal::NotManaged));
    let own = of(1, Role::Manager);
    assert_eq!(look(&cancelled, &own), Ok(ManagedSide::Sent));
}

// T-067 PO-07
#[test]
fn a_manager_who_is_a_recipient_as_well_passes_the_gate_like_any_recipient() {
    let document = opened();
    let manager = Account { membership: membership(2, Role::Manager), ..elsewhere() };
    let weak = by_password(&manager);
    let refused = document.admit(id(1), signed_in(&manager, &weak), NOW);
    assert_eq!(refused.unwrap_err(), GateRefusal::SecondFactor);
    let reason = Reason::parse("理由").unwrap();
    assert!(document.clone().decline(id(1), signed_in(&manager, &weak), reason, NOW).is_err());
    let other = of(2, Role::Manager);
    let strong = by_totp(&other, NOW);
    let refused = document.admit(id(1), signed_in(&other, &strong), NOW);
    assert!(matches!(refused, Err(GateRefusal::WrongAccount { .. })));
}

// O-41
#[test]
fn what_a_guest_received_is_seen_by_no_manager() {
    let taro = guest(elsewhere());
    let mut document = sent(true);
    let by = by_totp(&taro, NOW);
    let _ = document.open(id(1), signed_in(&taro, &by), NOW).unwrap();
    let received = document.recipient(id(1)).unwrap();
    assert_eq!((received.account, received.organisation), (Some(taro.id), None));
    for organisation in [2, 3] {
        let manager = of(organisation, Role::Manager);
        assert_eq!(look(&document, &manager), Err(ManagerRefusal::NotManaged));
    }
    assert_eq!(look(&document, &guest(sender())), Err(ManagerRefusal::NotManager));
    assert!(taro.take_managed_table(1, NOW).is_err());
}
