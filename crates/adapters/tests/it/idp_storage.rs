//! Connections, links, authorization request and ID token evidence on both databases.

use crate::databases::on_each;
use crate::people::{NOW, account, after, fresh};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use wariin_domain::{
    Account, AccountId, AuthorizationPurpose, AuthorizationRequest, AuthorizationRequestId,
    BrowserKey, ClientId, ClientNetwork, ConsentTransaction, Content, ContentDigest, DocumentId,
    EmailAddress, EmailDomain, EmailVerified, EndpointOrigin, Event, EventKind, Events,
    FactorMethod, FileDigest, FirstLogin, IdTokenEvidence, IdpAdmin, IdpConnection,
    IdpConnectionId, IdpIdentity, IdpLink, IdpLogin, IdpName, IdpSettings, IdpStatement,
    IdpStrength, IdpSubject, Issuer, Job, LoginRenewal, NewIdpConnection, ProvenBy, Session,
    SessionKey, SignIn, SignInMethod, Span, StrengthRule, Subject, Tenant, TestLogin, Throttle,
    UsedFactor, Uuid,
};
use wariin_ports::{
    ClientSecret, JobQueue, LogoutNotice, PasswordHash, Queue, Storage, StorageError, Views,
};

pub(crate) fn login(subject: &str) -> IdpLogin {
    IdpLogin {
        identity: identity(IdpConnectionId::from(Uuid::from_u128(500)), subject),
        session: Some(format!("session of {subject}")),
        strength: IdpStrength::Proven,
        acr: Some("phr".into()),
        amr: vec!["pwd".into(), "mfa".into()],
        linked_at: NOW,
    }
}

fn identity(connection: IdpConnectionId, subject: &str) -> IdpIdentity {
    IdpIdentity {
        connection,
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        subject: IdpSubject::parse(subject).unwrap(),
    }
}

fn said(connection: IdpConnectionId) -> IdpStatement {
    IdpStatement {
        identity: identity(connection, "taro"),
        session: None,
        authenticated_at: Some(NOW),
        acr: None,
        amr: vec!["mfa".into()],
        tenant: Some("ours".into()),
        email: Some(EmailAddress::parse("taro@example.com").unwrap()),
        email_verified: EmailVerified::Unsaid,
        name: Some("山田 太郎".into()),
    }
}

fn domain(text: &str) -> EmailDomain {
    EmailDomain::parse(text).unwrap()
}

fn new_connection(owner: &Account) -> (IdpConnection, Events) {
    let settings = IdpSettings {
        name: IdpName::parse("例示商事").unwrap(),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        hosts: EndpointOrigin::parse_list("auth.example.com https://login.example.com:8443")
            .unwrap(),
        client: ClientId::parse("wariin").unwrap(),
        tenant: Some(Tenant::parse("tid=ours").unwrap()),
        strength: StrengthRule::Amr(vec!["mfa".into()]),
        creates_members: true,
    };
    let new = NewIdpConnection {
        id: fresh().into(),
        organisation: owner.membership.organisation().unwrap(),
        settings,
    };
    IdpConnection::add(new, &IdpAdmin::operator(), NOW).unwrap()
}

/// A connection of the owner that is on for `example.com`, as it is stored.
pub(crate) async fn connected(storage: &dyn Storage, owner: &Account) -> IdpConnection {
    let by = IdpAdmin::operator();
    let (mut connection, mut events) = new_connection(owner);
    events = events.and(connection.add_domain(domain("example.com"), &by, NOW).unwrap());
    events = events
        .and(connection.prove_domain(&domain("example.com"), ProvenBy::Dns, &by, NOW).unwrap());
    let _ = connection.tested(&said(connection.id), LoginRenewal::MaxAge, &by, NOW);
    events = events.and(connection.switch_on(&by, NOW).unwrap());
    let mut tx = storage.begin().await.unwrap();
    tx.idp_connections().save(&connection, events).await.unwrap();
    tx.idp_connections()
        .set_secret(connection.id, &ClientSecret("s3cret-canary".into()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    connection.version = 1;
    connection
}

#[tokio::test]
async fn a_connection_is_kept_whole_and_saved_by_one_of_two_at_once() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let kept = connected(storage, &owner).await;
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.idp_connections().find(kept.id).await.unwrap(), Some(kept.clone()));
        let client = tx.idp_connections().client(kept.id).await.unwrap().unwrap();
        assert_eq!((client.connection, client.secret.0.as_str()), (kept.clone(), "s3cret-canary"));

        let mut mine = kept.clone();
        let by = IdpAdmin::operator();
        let strength = StrengthRule::Acr(vec!["phr".into()]);
        let settings = IdpSettings {
            name: kept.name.clone(),
            issuer: kept.issuer.clone(),
            hosts: Vec::new(),
            client: kept.client.clone(),
            tenant: None,
            strength,
            creates_members: false,
        };
        let events = mine.configure(settings, &by, after(1)).unwrap();
        tx.idp_connections().save(&mine, events).await.unwrap();
        let late = tx.idp_connections().save(&kept, Events::none()).await;
        assert!(matches!(late, Err(StorageError::Conflict)));
        drop(tx);

        let mut tx = storage.begin().await.unwrap();
        assert_eq!(
            tx.idp_connections().count(owner.membership.organisation().unwrap()).await.unwrap(),
            1
        );
        assert_eq!(tx.idp_connections().count(fresh().into()).await.unwrap(), 0);
        tx.idp_connections().forget_secret(kept.id).await.unwrap();
        assert!(tx.idp_connections().client(kept.id).await.unwrap().is_none());
        assert!(tx.idp_connections().find(kept.id).await.unwrap().is_some());
        drop(tx);

        let all =
            storage.idp_connections(Some(owner.membership.organisation().unwrap())).await.unwrap();
        assert_eq!(all, std::slice::from_ref(&kept));
        assert_eq!(storage.idp_connections(None).await.unwrap().len(), 1);
        assert_eq!(storage.idp_connections(Some(fresh().into())).await.unwrap().len(), 0);
        let chain = storage.verify_audit().await.unwrap();
        assert_eq!((chain.events, chain.problems), (6, vec![]));
    })
    .await;
}

// RP-11
#[tokio::test]
async fn a_domain_is_served_by_the_one_connection_that_has_it_proven_and_is_on() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let kept = connected(storage, &owner).await;
        assert_eq!(storage.idp_serving(&domain("example.com")).await.unwrap(), Some(kept.clone()));
        assert_eq!(storage.idp_serving(&domain("example.org")).await.unwrap(), None);

        let (mut rival, events) = new_connection(&owner);
        let by = IdpAdmin::operator();
        let _ = rival.add_domain(domain("example.com"), &by, NOW).unwrap();
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().save(&rival, events).await.unwrap();
        tx.commit().await.unwrap();
        rival.version = 1;
        let _ = rival.prove_domain(&domain("example.com"), ProvenBy::Operator, &by, NOW).unwrap();
        let mut tx = storage.begin().await.unwrap();
        let taken = tx.idp_connections().save(&rival, Events::none()).await;
        assert!(matches!(taken, Err(StorageError::Duplicate)));
        drop(tx);

        let mut off = kept.clone();
        let events = off.switch_off(&by, NOW);
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().save(&off, events).await.unwrap();
        assert_eq!(tx.idp_connections().serving(&domain("example.com")).await.unwrap(), None);
        tx.commit().await.unwrap();
    })
    .await;
}

// SF-09 EV-02
#[tokio::test]
async fn client_secrets_and_id_tokens_are_encrypted_and_bound_to_their_rows() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let one = connected(storage, &owner).await;
        let (two, events) = new_connection(&owner);
        let document = DocumentId::from(fresh());
        let id_tokens = [id_token(document), id_token(document)];
        let mut tx = storage.begin().await.unwrap();
        tx.idp_connections().save(&two, events).await.unwrap();
        tx.idp_connections().set_secret(two.id, &ClientSecret("other".into())).await.unwrap();
        for id_token in &id_tokens {
            tx.authorization_requests().keep_id_token(id_token).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(storage.id_tokens(document).await.unwrap(), id_tokens);
        assert_eq!(storage.id_tokens(fresh().into()).await.unwrap(), []);

        let intruder = test.intruder().await;
        for (table, column) in [("idp_connection", "secret"), ("id_token_evidence", "ciphertext")] {
            let rows = stored(&intruder, table, column).await;
            assert_eq!(rows.len(), 2, "{table}");
            for row in &rows {
                for canary in [&b"s3cret-canary"[..], b"an.id.token"] {
                    assert!(!row.windows(canary.len()).any(|w| w == canary), "{table}");
                }
            }
            let swap = format!(
                "UPDATE {table} SET {column} = (SELECT o.{column} FROM {table} o WHERE o.id <> {table}.id)"
            );
            intruder.execute_unprepared(&swap).await.unwrap();
        }
        let mut tx = storage.begin().await.unwrap();
        let swapped = tx.idp_connections().client(one.id).await;
        assert!(matches!(swapped, Err(StorageError::Corrupt(_))));
        drop(tx);
        let swapped = storage.id_tokens(document).await;
        assert!(matches!(swapped, Err(StorageError::Corrupt(_))));
    })
    .await;
}

#[derive(FromQueryResult)]
struct Bytes {
    value: Vec<u8>,
}

async fn stored(db: &sea_orm::DatabaseConnection, table: &str, column: &str) -> Vec<Vec<u8>> {
    let sql = format!("SELECT {column} AS value FROM {table}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = Bytes::find_by_statement(statement).all(db).await.unwrap();
    rows.into_iter().map(|row| row.value).collect()
}

pub(crate) fn id_token(document: DocumentId) -> IdTokenEvidence {
    IdTokenEvidence {
        transaction: transaction(),
        document,
        content: Content { files: vec![FileDigest::new([4; 32])], fields: vec![] },
        id_token: "an.id.token".into(),
        key: "{}".into(),
        received_at: NOW,
    }
}

fn transaction() -> ConsentTransaction {
    ConsentTransaction {
        id: fresh().into(),
        account: AccountId::from(fresh()),
        identity: identity(fresh().into(), "taro"),
        recipient: fresh().into(),
        content: ContentDigest::new([1; 32]),
        random: [9; 32],
        began_at: NOW,
    }
}

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
        assert_eq!(asked, [first.network]);
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
            let used =
                UsedFactor { factor: fresh().into(), method: FactorMethod::Totp, enrolled_at: NOW };
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
