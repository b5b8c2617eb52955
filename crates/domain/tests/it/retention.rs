//! How long documents are kept, what holds them, and what is left of them.

use proptest::prelude::*;
use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, account, after, by_password, by_totp, consent_to, draft, guest, hanako, id, identity_of,
    membership, sender, sent, signed_in, taro,
};
use wariin_domain::{
    Account, Amount, Attributes, BookkeepingDuty, CalendarDate, Counterparty, DELETION_NOTICE,
    DeletedDocument, Details, Document, DocumentError, EventKind, Events, FileDigest, Job,
    NotDeletable, Organisation, OrganisationAdmin, OrganisationError, OrganisationId,
    OrganisationName, Party, Reason, RetentionPolicy, RetentionYears, Role, Seal, SealLevel,
    SealedFile, SearchFields, Span, Timestamp, WeakSignIn,
};

fn years(number: u32) -> Option<RetentionYears> {
    RetentionYears::new(number).ok()
}

fn policy(number: u32, duty: BookkeepingDuty) -> RetentionPolicy {
    RetentionPolicy::new(years(number), duty, Some(NOW)).unwrap()
}

/// Noon of this day, UTC.
fn noon(date: &str) -> Timestamp {
    let days = |text: &str| -> i64 {
        let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else { panic!() };
        let (year, month): (i64, i64) = (year.parse().unwrap(), month.parse().unwrap());
        let before = |year: i64| year * 365 + year / 4 - year / 100 + year / 400;
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if is_leap { 29 } else { 28 };
        let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let of_year: i64 = months.iter().take(usize::try_from(month - 1).unwrap()).sum();
        before(year - 1) - before(1969) + of_year + day.parse::<i64>().unwrap() - 1
    };
    Timestamp::from_micros((days(date) * 86_400 + 43_200) * 1_000_000)
}

/// A document that both recipients consented to, concluded at this instant, with these attributes.
fn concluded_with(attributes: Attributes, at: Timestamp) -> Document {
    let mut document = sent(true);
    for (number, person) in [(1, taro()), (2, hanako())] {
        let by = by_totp(&person, after(1));
        let shown = consent_to(document.content_digest());
        let _ = document.consent(id(number), signed_in(&person, &by), shown, after(1)).unwrap();
    }
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], at).unwrap();
    let mut parts = (*document).clone();
    parts.details = Details { attributes, ..parts.details };
    parts.certificate = Some(Seal { digest: FileDigest::new([8; 32]), ..seal });
    Document::restore(parts).unwrap()
}

fn concluded(at: Timestamp) -> Document {
    concluded_with(Attributes::default(), at)
}

fn organisation() -> Organisation {
    let name = OrganisationName::parse("割印商事").unwrap();
    Organisation::new(OrganisationId::from(Uuid::from_u128(1)), name)
}

fn admin() -> OrganisationAdmin {
    organisation().administered_by(identity_of(&sender(), &by_totp(&sender(), NOW))).unwrap()
}

fn with_role(organisation: u128, role: Role) -> Account {
    Account { membership: membership(organisation, role), ..account(70, "manager@example.jp") }
}

fn reason() -> Reason {
    Reason::parse("訴訟が予想されるため").unwrap()
}

/// Announced on the first possible day; when it goes.
fn announced(document: &mut Document, policy: &RetentionPolicy) -> Timestamp {
    let until = document.retained_until(policy).unwrap();
    let events = document.announce_deletion(policy, until.minus(DELETION_NOTICE));
    assert!(!events.is_empty());
    document.deleted_from(policy).unwrap()
}

fn kinds(events: &Events) -> Vec<&EventKind> {
    events.iter().map(|event| &event.kind).collect()
}

// O-47
#[test]
fn nothing_is_announced_under_a_policy_that_was_set_while_the_clock_was_ahead() {
    let mut document = concluded(NOW);
    let due = noon("2028-01-01");
    let one = RetentionPolicy::new(years(1), BookkeepingDuty::None, Some(due)).unwrap();
    assert!(document.announce_deletion(&one, due.minus(Span::seconds(1))).is_empty());
    assert!(!document.announce_deletion(&one, due).is_empty());
    assert!(document.announce_deletion(&one, due.plus(Span::hours(1))).is_empty(), "once");
}

// O-47
#[test]
fn years_are_typed_as_digits() {
    for (text, number) in [("1", 1), (" 100 ", 100)] {
        assert_eq!(RetentionYears::parse(text).unwrap().number(), number);
    }
    for text in ["", "+5", "-5", "0", "101", "5.5", "５", "five"] {
        assert!(RetentionYears::parse(text).is_err(), "{text}");
    }
}

// O-47
#[test]
fn documents_are_kept_for_ever_unless_the_organisation_sets_years() {
    let mut document = concluded(NOW);
    let policy = organisation().retention;
    assert_eq!(document.retained_until(&policy), None);
    let late = NOW.plus(Span::days(36_500));
    assert!(document.announce_deletion(&policy, late).is_empty());
    assert_eq!(document.delete(&policy, late), Err(NotDeletable::Kept));
}

// O-47
#[test]
fn fewer_years_than_the_law_demands_are_refused_with_the_least_number() {
    let mut own = organisation();
    for (duty, least) in [(BookkeepingDuty::SevenYears, 7), (BookkeepingDuty::TenYears, 10)] {
        let short = own.set_retention(years(least - 1), duty, admin(), NOW);
        assert_eq!(short, Err(OrganisationError::RetentionTooShort { least }));
        assert_eq!(own, organisation(), "nothing has changed");
    }
    let events = own.set_retention(years(7), BookkeepingDuty::SevenYears, admin(), NOW).unwrap();
    let set = EventKind::RetentionSet { years: Some(7), duty: BookkeepingDuty::SevenYears };
    assert_eq!(kinds(&events), [&set]);
    assert_eq!(own.retention, policy(7, BookkeepingDuty::SevenYears));
    let again = own.set_retention(years(7), BookkeepingDuty::SevenYears, admin(), after(9));
    assert!(again.unwrap().is_empty());
    assert_eq!(own.retention.set_at(), Some(NOW));
    let forever = own.set_retention(None, BookkeepingDuty::TenYears, admin(), after(9)).unwrap();
    assert_eq!(forever.iter().count(), 1);
    for number in [0, 101] {
        assert!(RetentionYears::new(number).is_err());
    }
}

// O-47
#[test]
fn years_count_from_the_end_of_the_document_or_of_the_contract() {
    let three = policy(3, BookkeepingDuty::None);
    let until = |document: &Document| document.retained_until(&three).unwrap();
    let day = |date: &str| noon(date).minus(Span::hours(12));
    assert_eq!(until(&concluded(noon("2026-11-28"))), day("2029-11-30"));
    assert_eq!(until(&concluded(noon("2028-02-29"))), day("2031-03-03"), "no 29th in that year");
    let with = |contract: &str, ends: &str| {
        let date = |text: &str| Some(CalendarDate::parse(text).unwrap());
        let (contract_date, ends_on) = (date(contract), date(ends));
        concluded_with(
            Attributes { contract_date, ends_on, ..Attributes::default() },
            noon("2026-11-28"),
        )
    };
    assert_eq!(until(&with("2026-01-01", "2026-06-30")), day("2029-11-30"));
    assert_eq!(until(&with("2026-01-01", "2036-03-31")), day("2039-04-02"));
    assert_eq!(until(&with("2027-01-01", "2026-03-31")), day("2030-01-03"));
    let law = policy(7, BookkeepingDuty::SevenYears);
    let kept = concluded(noon("2026-11-28")).retained_until(&law);
    assert_eq!(kept, Some(day("2035-05-30")), "seven years behind the latest tax return");
}

// O-47
#[test]
fn what_was_cancelled_or_declined_is_kept_as_long_and_what_is_under_way_is_never_deleted() {
    let one = policy(1, BookkeepingDuty::None);
    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    assert_eq!(cancelled.retained_until(&one), concluded(NOW).retained_until(&one));
    let from = announced(&mut cancelled, &one);
    let (deleted, _) = cancelled.delete(&one, from).unwrap();
    assert_eq!((deleted.concluded_at, deleted.recipients.len()), (None, 0));
    for mut open in [draft(), sent(true)] {
        let late = NOW.plus(Span::days(36_500));
        assert!(open.announce_deletion(&one, late).is_empty());
        assert_eq!(open.delete(&one, late), Err(NotDeletable::Kept));
    }
}

// O-47
#[test]
fn a_deletion_is_announced_once_a_month_before_to_the_sender_and_those_who_can_read() {
    let (mut document, one) = (concluded(NOW), policy(1, BookkeepingDuty::None));
    let until = document.retained_until(&one).unwrap();
    let early = until.minus(DELETION_NOTICE).minus(Span::seconds(1));
    assert!(document.announce_deletion(&one, early).is_empty());
    assert_eq!(document.delete(&one, until), Err(NotDeletable::NotAnnounced));
    let events = document.announce_deletion(&one, until.minus(DELETION_NOTICE));
    let told = EventKind::DeletionAnnounced { on: until, recipients: vec![id(1), id(2)] };
    assert_eq!(kinds(&events), [&told]);
    let to = |to| Job::NotifyDeletion { document: document.id, to };
    let parties = [Party::Sender, Party::Recipient(id(1)), Party::Recipient(id(2))];
    assert_eq!(events.iter().next().unwrap().jobs(), parties.map(to));
    assert!(document.announce_deletion(&one, until).is_empty(), "once");
    assert_eq!(document.deleted_from(&one), Some(until));
}

// O-47
#[test]
fn an_old_document_is_announced_for_a_month_when_the_period_is_shortened() {
    let one = policy(1, BookkeepingDuty::None);
    let mut document = concluded(NOW.minus(Span::days(3_650)));
    let _ = document.announce_deletion(&one, NOW);
    assert_eq!(document.deleted_from(&one), Some(NOW.plus(DELETION_NOTICE)));
    let almost = NOW.plus(DELETION_NOTICE).minus(Span::seconds(1));
    assert_eq!(document.delete(&one, almost), Err(NotDeletable::TooEarly));
    assert!(document.delete(&one, NOW.plus(DELETION_NOTICE)).is_ok());
    let later = RetentionPolicy::new(years(2), BookkeepingDuty::None, Some(almost)).unwrap();
    let refused = document.delete(&later, NOW.plus(DELETION_NOTICE));
    assert_eq!(refused, Err(NotDeletable::NotAnnounced), "another policy is announced anew");
}

// O-47
#[test]
fn what_is_left_says_that_the_document_was_here_to_those_who_could_see_it() {
    let (mut document, one) = (concluded(NOW), policy(1, BookkeepingDuty::None));
    let from = announced(&mut document, &one);
    let (deleted, events) = document.delete(&one, from).unwrap();
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let event = EventKind::Deleted {
        retained_until: document.retained_until(&one).unwrap(),
        files: document.file_digests(),
        sealed: vec![SealedFile { file: document.files[0].id, seal }],
        certificate: document.certificate,
    };
    assert_eq!(kinds(&events), [&event]);
    assert_eq!(deleted.concluded_as(FileDigest::new([9; 32])), Some(NOW));
    assert_eq!(deleted.concluded_as(FileDigest::new([8; 32])), Some(NOW), "the certificate");
    assert_eq!(deleted.concluded_as(document.files[0].digest), None, "an upload proves nothing");
    let sees = |account: &Account| deleted.was_visible_to(account);
    assert!(sees(&sender()) && sees(&taro()) && sees(&guest(taro())));
    assert!(sees(&with_role(1, Role::Manager)));
    assert!(!sees(&with_role(1, Role::Member)) && !sees(&with_role(2, Role::Manager)));
    assert!(!sees(&guest(sender())), "a member who left");
}

// O-47
#[test]
fn managers_of_a_recipients_organisation_could_see_it_too() {
    let (mut document, one) = (concluded(NOW), policy(1, BookkeepingDuty::None));
    let from = announced(&mut document, &one);
    let (mut deleted, _): (DeletedDocument, _) = document.delete(&one, from).unwrap();
    deleted.recipients[0].organisation = Some(OrganisationId::from(Uuid::from_u128(2)));
    assert!(deleted.was_visible_to(&with_role(2, Role::Manager)));
    assert!(!deleted.was_visible_to(&with_role(2, Role::Admin)));
    assert!(!deleted.was_visible_to(&with_role(3, Role::Manager)));
}

// O-47
#[test]
fn a_held_document_is_not_deleted_and_is_announced_anew_after_its_release() {
    let (mut document, one) = (concluded(NOW), policy(1, BookkeepingDuty::None));
    let from = announced(&mut document, &one);
    let events = document.hold_legally(reason(), &with_role(1, Role::Manager), from).unwrap();
    assert_eq!(kinds(&events), [&EventKind::LegalHoldPlaced]);
    let told = Job::NotifyLegalHold { document: document.id, at: from };
    assert_eq!(events.iter().next().unwrap().jobs(), [told], "the sender may be another person");
    assert_eq!(document.legal_hold.as_ref().unwrap().reason, reason());
    let late = from.plus(Span::days(9_999));
    assert_eq!(document.delete(&one, late), Err(NotDeletable::Held));
    assert!(document.announce_deletion(&one, late).is_empty());
    assert_eq!(document.deleted_from(&one), None);
    let again = document.hold_legally(reason(), &with_role(1, Role::Admin), late).unwrap();
    assert!(again.is_empty(), "held for this reason already");
    let admin = with_role(1, Role::Admin);
    let by = by_totp(&admin, late);
    let events = document.release_legal_hold(identity_of(&admin, &by), late).unwrap();
    assert_eq!(kinds(&events), [&EventKind::LegalHoldReleased]);
    assert_eq!(document.delete(&one, late), Err(NotDeletable::NotAnnounced));
    let _ = document.announce_deletion(&one, late);
    assert_eq!(document.deleted_from(&one), Some(late.plus(DELETION_NOTICE)));
    let again = document.release_legal_hold(identity_of(&admin, &by), late).unwrap();
    assert!(again.is_empty());
}

// O-47
#[test]
fn a_corrected_date_and_an_email_that_came_too_late_begin_the_notice_anew() {
    let (mut document, one) = (concluded(NOW), policy(1, BookkeepingDuty::None));
    let from = announced(&mut document, &one);
    let correct = |document: &mut Document, to: SearchFields| {
        let _ = document.correct(to, &sender(), from).unwrap();
    };
    let first = document.search_fields();
    correct(&mut document, SearchFields { amount: Amount::parse("5").ok(), ..first.clone() });
    assert_eq!(document.deleted_from(&one), Some(from), "an amount moves nothing");
    let later = CalendarDate::parse("2076-01-01").ok();
    correct(&mut document, SearchFields { contract_date: later, ..first.clone() });
    correct(&mut document, first);
    assert_eq!(document.delete(&one, from), Err(NotDeletable::NotAnnounced));
    let _ = document.announce_deletion(&one, from);
    assert_eq!(document.deleted_from(&one), Some(from.plus(DELETION_NOTICE)));

    let late = from.plus(Span::days(29));
    assert!(document.announce_deletion(&one, late).is_empty());
    let again = document.announce_deletion_anew(&one, late);
    assert!(matches!(kinds(&again)[..], [EventKind::DeletionAnnounced { .. }]));
    assert_eq!(document.deleted_from(&one), Some(late.plus(DELETION_NOTICE)));
}

// O-47
#[test]
fn admins_and_managers_of_the_senders_organisation_hold_and_release_strongly_signed_in() {
    let mut document = concluded(NOW);
    let strangers = [
        with_role(1, Role::Member),
        with_role(2, Role::Manager),
        with_role(2, Role::Admin),
        guest(sender()),
    ];
    for other in &strangers {
        let refused = document.hold_legally(reason(), other, NOW);
        assert_eq!(refused, Err(DocumentError::NotHolder));
    }
    let manager = with_role(1, Role::Manager);
    let _ = document.hold_legally(reason(), &manager, NOW).unwrap();
    for other in &strangers {
        let by = by_totp(other, NOW);
        let refused = document.release_legal_hold(identity_of(other, &by), NOW);
        assert_eq!(refused, Err(DocumentError::NotHolder));
    }
    let weak = by_password(&manager);
    let refused = document.release_legal_hold(identity_of(&manager, &weak), NOW);
    assert_eq!(refused, Err(DocumentError::WeakSignIn(WeakSignIn)));
    assert!(document.legal_hold.is_some());
    let refused = draft().hold_legally(reason(), &manager, NOW);
    assert_eq!(refused, Err(DocumentError::NotHolder), "a draft is the sender's own");
}

fn fields(counterparty: &str, amount: &str, date: &str) -> SearchFields {
    SearchFields {
        contract_date: CalendarDate::parse(date).ok(),
        amount: Amount::parse(amount).ok(),
        counterparty: Counterparty::parse(counterparty).ok(),
    }
}

// O-47
#[test]
fn a_correction_of_the_search_fields_keeps_what_stood_there_before() {
    let mut document = concluded(NOW);
    let to = fields("例示商事", "1000", "2026-11-28");
    let events = document.correct(to.clone(), &sender(), NOW).unwrap();
    let corrected = EventKind::Corrected { from: SearchFields::default(), to: to.clone() };
    assert_eq!(kinds(&events), [&corrected]);
    assert_eq!(document.search_fields(), to);
    assert!(document.correct(to.clone(), &sender(), NOW).unwrap().is_empty());
    let other = fields("例示商会", "1000", "2026-11-28");
    assert!(document.correct(other.clone(), &with_role(1, Role::Manager), NOW).is_ok());
    for stranger in
        [taro(), guest(sender()), with_role(2, Role::Manager), with_role(1, Role::Admin)]
    {
        let refused = document.correct(to.clone(), &stranger, NOW);
        assert_eq!(refused, Err(DocumentError::NotSender));
    }
    assert_eq!(document.search_fields(), other);
    let early = sent(true).correct(to, &sender(), NOW);
    assert!(matches!(early, Err(DocumentError::NotPossible { .. })));
}

proptest! {
    // O-47
    #[test]
    fn no_document_goes_before_its_time_below_the_law_or_without_a_months_notice(
        ended in 0..20_000_u32,
        contract in prop::option::of((1990..2080_u16, 1..13_u8, 1..29_u8)),
        keep in 1..101_u32,
        duty in prop::sample::select(BookkeepingDuty::ALL),
        looks in prop::collection::vec((0..60_u32, 0..4_u8), 1..40),
    ) {
        let ended = Timestamp::from_micros(0).plus(Span::days(ended)).plus(Span::hours(13));
        let ends_on = contract.map(|(y, m, d)| CalendarDate::parse(&format!("{y:04}-{m:02}-{d:02}")).unwrap());
        let mut document = concluded_with(Attributes { ends_on, ..Attributes::default() }, ended);
        let made = RetentionPolicy::new(years(keep), duty, Some(ended));
        let least = duty.least_years();
        prop_assert_eq!(made.is_err(), keep < least);
        let policy = made.unwrap_or_default();
        let Some(until) = document.retained_until(&policy) else {
            prop_assert!(keep < least);
            return Ok(());
        };
        // A year has 365 days at the least; the law counts behind eighteen months.
        let law = if duty == BookkeepingDuty::None { 0 } else { 18 * 30 };
        prop_assert!(until >= ended.plus(Span::days(keep * 365 + law)));
        prop_assert!(until <= ended.plus(Span::days(keep * 366 + law + 20)) || ends_on.is_some());
        let manager = with_role(1, Role::Manager);
        let mut now = until.minus(Span::days(200));
        let mut told: Option<Timestamp> = None;
        for (days, step) in looks {
            now = now.plus(Span::days(days));
            match step {
                0 => {
                    let _ = document.hold_legally(reason(), &manager, now).unwrap();
                    told = None;
                }
                1 => {
                    let by = by_totp(&manager, now);
                    let _ = document.release_legal_hold(identity_of(&manager, &by), now).unwrap();
                }
                _ => {
                    if !document.announce_deletion(&policy, now).is_empty() {
                        prop_assert!(until <= now.plus(DELETION_NOTICE));
                        told = Some(now);
                    }
                }
            }
            let is_held = document.legal_hold.is_some();
            let is_due = told.is_some_and(|told| told.plus(DELETION_NOTICE) <= now) && until <= now;
            prop_assert_eq!(document.delete(&policy, now).is_ok(), is_due && !is_held);
        }
    }
}
