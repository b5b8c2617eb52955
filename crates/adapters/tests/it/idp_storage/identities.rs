//! Identities, authorization requests, first logins and logouts.

use super::{connected, domain, identity, login, said, transaction};
use crate::databases::on_each;
use crate::people::{NOW, account, after, fresh};
use wariin_domain::{
    Account, AuthorizationPurpose, AuthorizationRequest, AuthorizationRequestId, BrowserKey,
    ClientNetwork, EmailAddress, Event, EventKind, Events, FactorMethod, FirstLogin, IdpLink,
    IdpLogin, IdpSubject, Issuer, Job, LoginRenewal, Session, SessionKey, SignIn, SignInMethod,
    Span, Subject, TestLogin, Throttle, UsedFactor,
};
use wariin_ports::{
    AskedFirstLogin, JobQueue, LogoutNotice, PasswordHash, Queue, Storage, StorageError, Views,
};

// RP-11
#[tokio::test]
async fn an_identity_belongs_to_one_account_and_an_account_has_one_at_a_connection() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let other = account(storage, "other@example.jp").await;
        let connection = connected(storage, &owner).await;
        let link = |account: &Account, subject: &str| IdpLink {
            account: account.id,
            identity: identity(connection.id, subject),
            linked_at: NOW,
            behind_code: [None, Some(false), Some(true)][subject.len() % 3],
        };
        let mine = link(&owner, "taro");
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.idp_links().owner(&mine.identity).await.unwrap(), None);
        tx.idp_links().add(&mine, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        for taken in [link(&other, "taro"), link(&owner, "jiro")] {
            let mut tx = storage.begin().await.unwrap();
            let refused = tx.idp_links().add(&taken, Events::none()).await;
            assert!(matches!(refused, Err(StorageError::Duplicate)));
        }
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.idp_links().owner(&mine.identity).await.unwrap(), Some(mine.clone()));
        let mut elsewhere = mine.identity.clone();
        elsewhere.issuer = Issuer::parse("https://other.example").unwrap();
        assert_eq!(
            tx.idp_links().owner(&elsewhere).await.unwrap(),
            None,
            "sub alone identifies no account"
        );
        assert_eq!(tx.idp_links().of(owner.id).await.unwrap(), std::slice::from_ref(&mine));
        tx.idp_links().remove(&mine.identity, Events::none()).await.unwrap();
        tx.idp_links().add(&link(&owner, "jiro"), Events::none()).await.unwrap();
        tx.idp_links().remove_all_of(owner.id).await.unwrap();
        tx.idp_links().add(&link(&other, "taro"), Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(storage.idp_links(owner.id).await.unwrap(), []);
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().remove(connection.id, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(storage.idp_links(other.id).await.unwrap(), []);
    })
    .await;
}

// RP-04
#[tokio::test]
async fn an_authorization_request_is_spent_once_also_by_many_at_once() {
    on_each(async |test| {
        let storage = &test.database;
        let purposes = [
            AuthorizationPurpose::SignIn { next: "documents".into() },
            AuthorizationPurpose::Link { account: fresh().into(), next: "turn:1".into() },
            AuthorizationPurpose::Test {
                by: fresh().into(),
                login: TestLogin::first(LoginRenewal::Prompt),
            },
            AuthorizationPurpose::Consent(transaction()),
        ];
        for purpose in purposes {
            let authorization = AuthorizationRequest {
                id: AuthorizationRequestId::from(fresh()),
                connection: fresh().into(),
                purpose,
                browser: BrowserKey::new([1; 32]),
                session: Some(SessionKey::new([2; 32])),
                began_at: NOW,
            };
            let mut tx = storage.begin().await.unwrap();
            tx.authorization_requests().begin(&authorization).await.unwrap();
            tx.commit().await.unwrap();
            let takers = (0..10).map(|_| {
                let (storage, id) = (storage.clone(), authorization.id);
                tokio::spawn(async move {
                    let mut tx = storage.begin().await.unwrap();
                    let taken = tx.authorization_requests().take(id).await.unwrap();
                    tx.commit().await.unwrap();
                    taken
                })
            });
            let mut taken = Vec::new();
            for taker in takers.collect::<Vec<_>>() {
                taken.extend(taker.await.unwrap());
            }
            assert_eq!(taken, [authorization]);
        }
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.authorization_requests().take(fresh().into()).await.unwrap(), None);
    })
    .await;
}

// EN-02
#[tokio::test]
async fn a_first_login_waits_for_its_code_and_ends_once() {
    on_each(async |test| {
        let storage = &test.database;
        let first = FirstLogin {
            id: fresh().into(),
            browser: BrowserKey::new([1; 32]),
            network: ClientNetwork::new([9; 16]),
            said: said(fresh().into()),
            address: EmailAddress::parse("taro@example.com").unwrap(),
            next: "turn:1".into(),
            at: NOW,
            throttle: Throttle::clear(),
        };
        let mut tx = storage.begin().await.unwrap();
        tx.authorization_requests().wait_for_code(&first, Events::none()).await.unwrap();
        assert_eq!(
            tx.authorization_requests().waiting(first.id).await.unwrap(),
            Some(first.clone())
        );
        let failed = FirstLogin { throttle: Throttle::restore(3, None), ..first.clone() };
        tx.authorization_requests().save_throttle(&failed, Events::none()).await.unwrap();
        let asked = tx.authorization_requests().asked_since(&first.address, NOW).await.unwrap();
        let FirstLogin { at, browser, network, .. } = first.clone();
        assert_eq!(asked, [AskedFirstLogin { at, browser, network }]);
        let later = tx.authorization_requests().asked_since(&first.address, after(1)).await;
        assert_eq!(later.unwrap(), []);
        tx.commit().await.unwrap();
        assert_eq!(storage.first_login(first.id).await.unwrap().unwrap().throttle, failed.throttle);
        let mut tx = storage.begin().await.unwrap();
        assert!(tx.authorization_requests().end_waiting(first.id).await.unwrap());
        assert!(!tx.authorization_requests().end_waiting(first.id).await.unwrap());
        assert_eq!(tx.authorization_requests().waiting(first.id).await.unwrap(), None);
        tx.authorization_requests().forget_before(after(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(storage.first_login(first.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_logout_notice_counts_once_and_ends_the_sessions_it_is_about() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let at = login("taro").identity.connection;
        let mut tx = storage.begin().await.unwrap();
        assert!(tx.authorization_requests().note_logout(at, "notice-1", NOW).await.unwrap());
        assert!(!tx.authorization_requests().note_logout(at, "notice-1", NOW).await.unwrap());
        assert!(
            tx.authorization_requests().note_logout(fresh().into(), "notice-1", NOW).await.unwrap()
        );
        for (number, subject, session) in [(1, "taro", "a"), (2, "taro", "b"), (3, "jiro", "c")] {
            let key = SessionKey::new([number; 32]);
            let login = IdpLogin { session: Some(session.into()), ..login(subject) };
            let sign_in = SignIn::new(owner.id, SignInMethod::Idp { at: NOW, login });
            let used = UsedFactor {
                factor: fresh().into(),
                method: FactorMethod::Totp,
                enrolled_at: NOW,
                behind_code: Some(true),
            };
            // A code that was typed later does not cut the session off from where it began.
            let (session, _) = Session::begin(key, NOW).signed_in(key, sign_in, false, NOW);
            let (session, _) = session.stepped_up(key, used, NOW);
            tx.sessions().add(&session, Events::none()).await.unwrap();
        }
        let notice = |subject: Option<&str>, session: Option<&str>| LogoutNotice {
            id: "x".into(),
            subject: subject.map(|s| IdpSubject::parse(s).unwrap()),
            session: session.map(str::to_owned),
        };
        let ends = async |notice: LogoutNotice| {
            let mut tx = storage.begin().await.unwrap();
            let ended = tx.sessions().find_logged_out(at, &notice).await.unwrap();
            for session in &ended {
                tx.sessions().remove(session.key, session.ended_by_provider(NOW)).await.unwrap();
            }
            tx.commit().await.unwrap();
            ended.len()
        };
        tx.commit().await.unwrap();
        assert_eq!(ends(notice(None, None)).await, 0);
        assert_eq!(ends(notice(Some("jiro"), Some("a"))).await, 0);
        assert_eq!(ends(notice(Some("taro"), Some("a"))).await, 1);
        assert_eq!(ends(notice(Some("taro"), None)).await, 1);
        assert_eq!(ends(notice(None, Some("c"))).await, 1);
        let mut tx = storage.begin().await.unwrap();
        let key = SessionKey::new([5; 32]);
        let unnamed = IdpLogin { session: None, ..login("taro") };
        let sign_in = SignIn::new(owner.id, SignInMethod::Idp { at: NOW, login: unnamed });
        tx.sessions()
            .add(&Session::begin(key, NOW).signed_in(key, sign_in, false, NOW).0, Events::none())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ends(notice(None, Some("a"))).await, 0);
        assert_eq!(ends(notice(Some("taro"), Some("a"))).await, 1, "its token named no session");
        let mut tx = storage.begin().await.unwrap();
        let key = SessionKey::new([4; 32]);
        let sign_in = SignIn::new(owner.id, SignInMethod::Idp { at: NOW, login: login("taro") });
        tx.sessions()
            .add(&Session::begin(key, NOW).signed_in(key, sign_in, false, NOW).0, Events::none())
            .await
            .unwrap();
        tx.sessions().remove_all_at(fresh().into()).await.unwrap();
        assert!(tx.sessions().find(key).await.unwrap().is_some());
        tx.sessions().remove_all_at(at).await.unwrap();
        assert!(tx.sessions().find(key).await.unwrap().is_none());
    })
    .await;
}

// EN-02 MA-03
#[tokio::test]
async fn a_code_asked_for_at_a_first_login_becomes_a_job_of_no_document() {
    on_each(async |test| {
        let storage = &test.database;
        let authorization = AuthorizationRequestId::from(fresh());
        let event = Event {
            subject: Subject::IdpConnection(fresh().into()),
            at: NOW,
            actor: wariin_domain::Actor::Unidentified,
            kind: EventKind::IdpCodeAsked { authorization },
        };
        let mut tx = storage.begin().await.unwrap();
        tx.audit().append(Events::one(event)).await.unwrap();
        tx.commit().await.unwrap();
        let claimed = storage.claim(Queue::Email, NOW, Span::minutes(1), 10).await.unwrap();
        let jobs: Vec<_> = claimed.iter().map(|item| item.job).collect();
        assert_eq!(jobs, [Job::MailIdpCode { authorization }]);
    })
    .await;
}

#[tokio::test]
async fn an_account_without_a_password_accepts_none() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        assert!(storage.has_password(owner.id).await.unwrap());
        let member = Account {
            id: fresh().into(),
            membership: wariin_domain::Membership::Guest,
            email: EmailAddress::parse("member@example.jp").unwrap(),
            ..owner.clone()
        };
        let mut tx = storage.begin().await.unwrap();
        tx.accounts().add(&member, &PasswordHash::none(), Events::none()).await.unwrap();
        assert!(tx.accounts().password(member.id).await.unwrap().is_none());
        assert_eq!(tx.accounts().find(member.id).await.unwrap(), Some(member.clone()));
        tx.commit().await.unwrap();
        assert!(!storage.has_password(member.id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn sessions_of_a_domain_that_began_elsewhere_end_and_no_others() {
    on_each(async |test| {
        let storage = &test.database;
        let at = login("taro").identity.connection;
        let people = [
            (1, account(storage, "taro@example.com").await),
            (2, account(storage, "jiro@example.com").await),
            (3, account(storage, "hanako@mail.example.com").await),
            (4, account(storage, "saburo@example.org").await),
        ];
        let mut tx = storage.begin().await.unwrap();
        for (number, person) in &people {
            let key = SessionKey::new([*number; 32]);
            let method = match number {
                1 => SignInMethod::Idp { at: NOW, login: login("taro") },
                _ => SignInMethod::Password { at: NOW },
            };
            let (session, _) =
                Session::begin(key, NOW).signed_in(key, SignIn::new(person.id, method), false, NOW);
            tx.sessions().add(&session, Events::none()).await.unwrap();
        }
        tx.sessions().remove_others(at, &domain("example.com")).await.unwrap();
        for (number, stays) in [(1, true), (2, false), (3, true), (4, true)] {
            let found = tx.sessions().find(SessionKey::new([number; 32])).await.unwrap();
            assert_eq!(found.is_some(), stays, "{number}");
        }
    })
    .await;
}
