//! Wishes for a new password and disabled accounts, on both databases; links that carry an id.

use crate::databases::{TestDatabase, master, on_each};
use crate::people::{NOW, account, after, fresh};
use wariin_adapters::KeyedTokens;
use wariin_domain::{
    Account, EmailAddress, Events, Job, NewPasswordReset, PasswordReset, PasswordResetError, Span,
};
use wariin_ports::{JobQueue, Queue, Storage, Tokens, Views};

fn wish(email: &EmailAddress) -> NewPasswordReset {
    NewPasswordReset { id: fresh().into(), email: email.clone() }
}

// EN-07 MA-04
#[tokio::test]
async fn a_wish_for_a_new_password_is_kept_with_its_job_counted_ended_and_forgotten() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let owner = account(database, "owner@example.jp").await;
        let unknown = EmailAddress::parse("unknown@example.jp").unwrap();
        let anonymous = PasswordReset::ask(wish(&owner.email), NOW);
        let (by_admin, recorded) =
            PasswordReset::ask_for(wish(&owner.email), &owner, owner.id, after(1));
        let unowned = PasswordReset::ask(wish(&unknown), NOW);
        let mut tx = database.begin().await.unwrap();
        tx.password_resets().add(&anonymous, Events::none()).await.unwrap();
        tx.password_resets().add(&by_admin, recorded).await.unwrap();
        tx.password_resets().add(&unowned, Events::none()).await.unwrap();
        tx.commit().await.unwrap();

        let jobs = async || {
            let claimed = database.claim(Queue::Email, after(9), Span::minutes(1), 9).await;
            claimed.unwrap().into_iter().map(|item| item.job).collect::<Vec<_>>()
        };
        let mailed = jobs().await;
        for reset in [&anonymous, &by_admin, &unowned] {
            assert!(mailed.contains(&Job::MailPasswordReset { reset: reset.id }));
            assert_eq!(database.password_reset(reset.id).await.unwrap().as_ref(), Some(reset));
        }

        let mut tx = database.begin().await.unwrap();
        let day_ago = NOW.minus(Span::days(1));
        let alike = tx.password_resets().asked_since(&anonymous, day_ago).await.unwrap();
        assert_eq!(alike, [(NOW, anonymous.id)], "those of admins are counted apart");
        let alike = tx.password_resets().asked_since(&by_admin, day_ago).await.unwrap();
        assert_eq!(alike, [(after(1), by_admin.id)]);
        assert_eq!(tx.password_resets().asked_since(&anonymous, NOW).await.unwrap(), []);
        let mut found = tx.password_resets().find(anonymous.id).await.unwrap().unwrap();
        let events = found.found(&owner, after(2));
        tx.password_resets().save(&found, events).await.unwrap();
        tx.commit().await.unwrap();
        let kept = database.password_reset(anonymous.id).await.unwrap().unwrap();
        assert_eq!(kept.admit(after(3)), Ok(owner.id));

        let mut tx = database.begin().await.unwrap();
        tx.password_resets().end_all_of(owner.id, after(4)).await.unwrap();
        tx.commit().await.unwrap();
        for reset in [anonymous.id, by_admin.id] {
            let ended = database.password_reset(reset).await.unwrap().unwrap();
            assert_eq!(ended.ended_at, Some(after(4)));
            assert_eq!(ended.admit(after(4)), Err(PasswordResetError::Ended));
        }
        assert_eq!(database.password_reset(unowned.id).await.unwrap(), Some(unowned.clone()));

        let mut tx = database.begin().await.unwrap();
        tx.password_resets().forget_before(after(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(database.password_reset(unowned.id).await.unwrap(), None);
        assert!(database.password_reset(by_admin.id).await.unwrap().is_some());
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
    })
    .await;
}

// WE-04
#[tokio::test]
async fn that_an_account_is_disabled_is_kept_and_listed() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let mut owner = account(database, "owner@example.jp").await;
        let other = account(database, "other@example.jp").await;
        let disabled = owner.disable(after(1)).unwrap();
        let mut tx = database.begin().await.unwrap();
        tx.accounts().save(&owner, disabled).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(database.account(owner.id).await.unwrap(), Some(owner.clone()));
        let known = database.accounts().await.unwrap();
        assert_eq!(known.len(), 2);
        let of = |account: &Account| known.iter().find(|one| one.account == *account).unwrap();
        assert_eq!((of(&owner).factors, of(&other).factors), (0, 0));
        assert_eq!(of(&owner).organisation.as_ref().unwrap().as_str(), "割印商事");
        let enabled = owner.enable(after(2)).unwrap();
        let mut tx = database.begin().await.unwrap();
        tx.accounts().save(&owner, enabled).await.unwrap();
        tx.commit().await.unwrap();
        assert!(database.account(owner.id).await.unwrap().unwrap().is_enabled());
    })
    .await;
}

// LI-01
#[test]
fn the_link_of_a_reset_is_known_again_and_no_other_text_is() {
    let tokens = KeyedTokens::new(&master());
    let reset = fresh().into();
    let link = tokens.password_reset_link(reset);
    assert_eq!(tokens.read_password_reset_link(&link), Some(reset));
    let other_kind = tokens.idp_state(wariin_domain::Uuid::from(reset).into());
    let swapped = tokens.password_reset_link(fresh().into())[..22].to_owned() + &link[22..];
    for forged in ["", "a", &link[1..], &format!("A{link}"), &other_kind, &swapped] {
        assert_eq!(tokens.read_password_reset_link(forged), None, "{forged}");
    }
    for place in 0..link.len() {
        let mut forged = link.clone().into_bytes();
        forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
        let read = tokens.read_password_reset_link(std::str::from_utf8(&forged).unwrap());
        assert_eq!(read, None, "at {place}");
    }
}

// LI-01
#[test]
fn the_link_of_a_report_is_known_again_and_no_other_text_is() {
    let tokens = KeyedTokens::new(&master());
    let report = |change| wariin_domain::AccountReport { account: fresh().into(), change, at: NOW };
    for change in wariin_domain::AccountChange::ALL {
        let report = report(change);
        let link = tokens.report_link(report);
        assert_eq!(tokens.read_report_link(&link), Some(report));
        assert_eq!(tokens.read_password_reset_link(&link), None);
    }
    let link = tokens.report_link(report(wariin_domain::AccountChange::Registered));
    let reset = tokens.password_reset_link(fresh().into());
    for forged in ["", "a", &link[1..], &format!("{link}AAAA"), &reset] {
        assert_eq!(tokens.read_report_link(forged), None, "{forged}");
    }
    for place in 0..link.len() {
        let mut forged = link.clone().into_bytes();
        forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
        let read = tokens.read_report_link(std::str::from_utf8(&forged).unwrap());
        assert_eq!(read, None, "at {place}");
    }
}
