//! What a page knows of its request: the browser, the session, and the account that is signed in.

use super::language::{Reading, Spoken, reading};
use super::{
    Browser, Budget, LINK_COOKIE, PageLayout, Peer, ReturnTo, SESSION_COOKIE, Section, cookie,
    expired, redirect, set,
};
use crate::error::PageError;
use crate::i18n::{CommonMessages, Locale, OfficeMessages};
use crate::wiring::App;
use poem::http::Method;
use poem::{FromRequest, Request, RequestBody, Response};
use std::sync::Arc;
use wariin_domain::{
    Account, AccountId, Client, ClientNetwork, ClientPlace, Device, Organisation, RecipientId,
    SeenFrom, SessionKey, SignIn,
};
use wariin_ports::{LinkClaim, SessionCookie};
use wariin_usecases::{Caller, Error, MailedLink, Ports, Principal, RecipientQuery, known_owner};

/// What a page knows of its request.
#[derive(Clone)]
pub(crate) struct PageContext {
    pub(crate) app: Arc<App>,
    caller: Option<Caller>,
    pub(crate) browser: String,
    pub(crate) link: Option<String>,
    pub(crate) peer: Peer,
    /// The part of the service that the page belongs to.
    pub(crate) section: Section,
    /// The locale of the page, and the languages that the reader may choose instead.
    pub(crate) reading: Reading,
    /// Where the page is, for coming back to it; empty after a form.
    pub(crate) back: String,
    /// Where the reader comes back to after signing in.
    pub(crate) return_to: ReturnTo,
}

impl<'a> FromRequest<'a> for PageContext {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        match request.data::<Self>() {
            Some(context) => Ok(context.clone()),
            None => Ok(Self::of(request).await?),
        }
    }
}

impl PageContext {
    /// Finds out who asks, keeps the session from idling out, and settles the locale of the answer.
    pub(super) async fn of(request: &Request) -> Result<Self, PageError> {
        let app: &Arc<App> = request.data().ok_or_else(PageError::misplaced)?;
        let browser: &Browser = request.data().ok_or_else(PageError::misplaced)?;
        let caller = match cookie(request, SESSION_COOKIE) {
            Some(value) => {
                let cookie = SessionCookie(value.to_owned());
                wariin_usecases::resolve_session(&app.ports, &cookie).await?
            }
            None => None,
        };
        if let Some(caller) = &caller {
            let from = seen_from(request, Peer::of(request, &app.settings.trusted_proxies));
            wariin_usecases::touch(&app.ports, &caller.session, from).await?;
        }
        let reading = reading(request, app, caller.as_ref()).await?;
        let is_shown = *request.method() == Method::GET;
        let back = request.uri().path_and_query().filter(|_| is_shown);
        let context = Self {
            reading,
            back: back.map(ToString::to_string).unwrap_or_default(),
            app: Arc::clone(app),
            caller,
            browser: browser.0.clone(),
            link: cookie(request, LINK_COOKIE).map(str::to_owned),
            return_to: ReturnTo::of(request),
            section: Section::of(request.uri().path()),
            peer: Peer::of(request, &app.settings.trusted_proxies),
        };
        if let Some(spoken) = request.data::<Spoken>() {
            spoken.settle(PageLayout::toward(&context, context.return_to));
        }
        Ok(context)
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.app.ports
    }

    /// The memory that uploads may take in all.
    pub(crate) fn upload_budget(&self) -> &Budget {
        &self.app.upload_budget
    }

    /// The locale of the page.
    pub(crate) fn locale(&self) -> &Locale {
        &self.reading.locale
    }

    /// The messages that every reader may meet, in the reader's language.
    pub(crate) fn common(&self) -> &'static CommonMessages {
        self.reading.locale.common
    }

    /// The messages for senders and document managers, in the reader's language.
    pub(crate) fn office(&self) -> &'static OfficeMessages {
        self.reading.locale.office
    }

    /// The session and its account, for a query to judge.
    pub(crate) fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// Who asks about this recipient, for a query to judge.
    pub(crate) fn as_recipient(&self, recipient: RecipientId) -> RecipientQuery<'_> {
        RecipientQuery { recipient, caller: self.caller(), link: self.link.as_deref() }
    }

    /// The session, if there is one.
    pub(crate) fn session(&self) -> Option<SessionKey> {
        self.caller().map(|caller| caller.session.key)
    }

    /// Who asks, for a use case to resolve.
    pub(crate) fn principal(&self) -> Option<Principal> {
        self.session().map(Principal::Session)
    }

    /// The account that is signed in.
    pub(crate) fn account(&self) -> Option<&Account> {
        self.caller()?.account.as_ref()
    }

    /// The sign-in.
    pub(crate) fn sign_in(&self) -> Option<&SignIn> {
        self.account().and(self.caller()?.session.sign_in.as_ref())
    }

    /// Whether the reader is strongly signed in.
    pub(crate) fn is_strong(&self) -> bool {
        self.sign_in().is_some_and(SignIn::is_strong)
    }

    /// The organisation of the account that is signed in.
    pub(crate) fn organisation(&self) -> Option<&Organisation> {
        self.caller()?.organisation.as_ref()
    }

    /// The account and its session, or the way to the sign-in page.
    pub(crate) fn signed_in(&self) -> Result<(&Account, Principal), PageError> {
        match (self.account(), self.principal()) {
            (Some(account), Some(principal)) => Ok((account, principal)),
            (None, Some(_)) if self.awaits_code() => {
                Err(PageError::Elsewhere(format!("/sign-in/code?next={}", self.return_to)))
            }
            (Some(_) | None, Some(_) | None) => Err(PageError::sign_in_first(self.return_to)),
        }
    }

    /// Whether a weak sign-in in this session awaits a code of the account's second factor.
    pub(crate) fn awaits_code(&self) -> bool {
        self.caller().is_some_and(|caller| caller.session.awaiting_code.is_some())
    }

    /// The session of an account that is signed in, or would be with a code.
    pub(crate) fn owner_principal(&self) -> Result<Principal, PageError> {
        match (self.awaits_code(), self.principal()) {
            (true, Some(principal)) => Ok(principal),
            (_, _) => self.expect_principal(),
        }
    }

    /// The account and session of a member that the organisation admits, or the way to what is missing:
    /// signing in, the second factor that the organisation demands, or an invitation.
    pub(crate) fn member(&self) -> Result<(&Account, Principal), PageError> {
        let signed_in = self.signed_in()?;
        match self.caller().map(Caller::member) {
            Some(Err(Error::FactorDemanded)) => Err(PageError::factor_demanded(self.return_to)),
            Some(Err(Error::Guest)) => Err(PageError::guest()),
            _ => Ok(signed_in),
        }
    }

    /// Who asks, where the map's access demands that an account is signed in.
    pub(crate) fn expect_principal(&self) -> Result<Principal, PageError> {
        self.signed_in().map(|(_, principal)| principal)
    }

    /// The link that this browser followed to this recipient.
    pub(crate) fn link_to(&self, recipient: RecipientId) -> Result<LinkClaim, PageError> {
        self.link
            .as_deref()
            .and_then(|token| self.app.ports.tokens.read_link(token))
            .filter(|claim| claim.recipient == recipient)
            .ok_or_else(PageError::link_required)
    }

    /// The link of either kind that this browser followed to this recipient.
    pub(crate) fn mailed_link_to(&self, recipient: RecipientId) -> Result<MailedLink, PageError> {
        self.link
            .as_deref()
            .and_then(|token| MailedLink::read(self.ports(), token))
            .filter(|link| link.recipient() == recipient)
            .ok_or_else(PageError::link_required)
    }

    /// Where the request comes from, for counting wrong tries.
    pub(crate) fn client(&self) -> Client {
        let browser = self.app.ports.tokens.browser_key(&self.browser);
        Client { browser, network: ClientNetwork::of(self.peer.0) }
    }

    /// One more ceremony of passkeys is about to be begun from the browser's address.
    pub(crate) fn try_ceremony(&self) -> Result<(), PageError> {
        self.app.limits.admit_ceremony(self.peer).map_err(PageError::too_many_tries)
    }

    /// One more password or code is about to be tried from the browser's address. Where that may try no more, the
    /// account of the session has tries of its own.
    pub(crate) fn try_secret(&self) -> Result<(), PageError> {
        let tried = self.app.limits.admit(self.peer);
        self.or_as_owner(tried, self.proved_account())
    }

    /// The same for the password of the account with this address. Its tries are also those of a browser in which it was
    /// typed right before: a stranger behind the same address does not keep its owner out.
    pub(crate) async fn try_password_of(&self, address: &str) -> Result<(), PageError> {
        let tried = self.app.limits.admit(self.peer);
        if tried.is_ok() {
            return Ok(());
        }
        let owner = known_owner(self.ports(), address, self.client()).await?;
        self.or_as_owner(tried, owner)
    }

    fn or_as_owner(
        &self,
        tried: Result<(), u64>,
        owner: Option<AccountId>,
    ) -> Result<(), PageError> {
        let tried = match (tried, owner) {
            (Err(_), Some(owner)) => self.app.limits.admit_owner(owner),
            (tried, _) => tried,
        };
        tried.map_err(PageError::too_many_tries)
    }

    /// The account that is signed in, or of which the password was right in this session.
    fn proved_account(&self) -> Option<AccountId> {
        let awaiting = self.caller().and_then(|caller| caller.session.awaiting_code.as_ref());
        self.account().map(|account| account.id).or(awaiting.map(SignIn::account))
    }
}

/// From where the request comes, as the session's owner is told: by names, and never by the header itself.
fn seen_from(request: &Request, peer: Peer) -> SeenFrom {
    let header = request.header("user-agent").unwrap_or_default();
    SeenFrom { device: Device::of_user_agent(header), place: peer.0.map(ClientPlace::of) }
}

/// Go on there with a new session.
pub(crate) fn redirect_with(cookie: &SessionCookie, path: impl AsRef<str>) -> Response {
    with_session(redirect(path), cookie)
}

/// The response, handing out a new session.
pub(crate) fn with_session(mut response: Response, cookie: &SessionCookie) -> Response {
    if let Ok(value) = set(SESSION_COOKIE, &cookie.0).parse() {
        response.headers_mut().append("set-cookie", value);
    }
    response
}

/// The response, taking the session away.
pub(crate) fn without_session(mut response: Response) -> Response {
    if let Ok(value) = expired(SESSION_COOKIE).parse() {
        response.headers_mut().append("set-cookie", value);
    }
    response
}
