//! What an admin or the operator does with a connection, step by step.

use super::super::{EmailDomain, IdpStatement, LoginRenewal, StrengthRule};
use super::{
    DomainProof, IdpAdmin, IdpConnection, IdpDomain, IdpError, IdpMembership, IdpSettings,
    IdpState, IdpTest, MAX_DOMAINS, NewIdpConnection, ProvenBy,
};
use crate::{Event, EventKind, Events, SignIn, SignInMethod, Subject, Timestamp};
use alloc::vec::Vec;

impl IdpConnection {
    /// A new connection, switched off.
    ///
    /// # Errors
    /// [`IdpError::TenantNeeded`].
    pub fn add(
        new: NewIdpConnection,
        by: &IdpAdmin<'_>,
        now: Timestamp,
    ) -> Result<(Self, Events), IdpError> {
        expect_tenant(&new.settings)?;
        let IdpSettings { name, issuer, hosts, client, tenant, strength, creates_members } =
            new.settings;
        let connection = Self {
            id: new.id,
            version: 0,
            organisation: new.organisation,
            name,
            issuer,
            hosts,
            client,
            tenant,
            strength,
            domains: Vec::new(),
            membership: IdpMembership { is_required: false, creates_members },
            state: IdpState::Off,
            test: None,
        };
        let added = EventKind::IdpAdded { issuer: connection.issuer.clone() };
        let events = connection.noted(by, now, added);
        Ok((connection, events))
    }

    /// Changes what was entered. What was tested is tested no more, and the connection goes off, when
    /// the provider, its hosts or the client are others; a stricter rule that the test does not meet does so
    /// as well.
    ///
    /// # Errors
    /// [`IdpError::TenantNeeded`].
    pub fn configure(
        &mut self,
        settings: IdpSettings,
        by: &IdpAdmin<'_>,
        now: Timestamp,
    ) -> Result<Events, IdpError> {
        expect_tenant(&settings)?;
        let is_same = self.issuer == settings.issuer
            && self.hosts == settings.hosts
            && self.client == settings.client
            && self.tenant == settings.tenant;
        let IdpSettings { name, issuer, hosts, client, tenant, strength, creates_members } =
            settings;
        self.name = name;
        self.issuer = issuer;
        self.hosts = hosts;
        self.client = client;
        self.tenant = tenant;
        self.strength = strength;
        self.membership.creates_members = creates_members;
        if !is_same {
            self.test = None;
        }
        let changed = self.noted(by, now, self.changed());
        Ok(changed.and(self.switch_off_unless_ready(by, now)))
    }

    /// The client secret was replaced: it has to be tested again.
    pub fn secret_replaced(&mut self, by: &IdpAdmin<'_>, now: Timestamp) -> Events {
        self.test = None;
        let changed = self.noted(by, now, self.changed());
        changed.and(self.switch_off_unless_ready(by, now))
    }

    /// Names a domain of the organisation; it counts once it is proved.
    ///
    /// # Errors
    /// [`IdpError::TooManyDomains`].
    pub fn add_domain(
        &mut self,
        domain: EmailDomain,
        by: &IdpAdmin<'_>,
        now: Timestamp,
    ) -> Result<Events, IdpError> {
        if self.domains.iter().any(|d| d.domain == domain) {
            return Ok(Events::none());
        }
        if self.domains.len() >= MAX_DOMAINS {
            return Err(IdpError::TooManyDomains);
        }
        self.domains.push(IdpDomain { domain, proof: None });
        Ok(self.noted(by, now, self.changed()))
    }

    /// Takes a domain away; without any that is proved the connection goes off.
    ///
    /// # Errors
    /// [`IdpError::NoSuchDomain`].
    pub fn remove_domain(
        &mut self,
        domain: &EmailDomain,
        by: &IdpAdmin<'_>,
        now: Timestamp,
    ) -> Result<Events, IdpError> {
        let place = self.place_of(domain)?;
        self.domains.remove(place);
        let changed = self.noted(by, now, self.changed());
        Ok(changed.and(self.switch_off_unless_ready(by, now)))
    }

    /// The domain was proved to belong to the organisation.
    ///
    /// # Errors
    /// [`IdpError::NoSuchDomain`].
    pub fn prove_domain(
        &mut self,
        domain: &EmailDomain,
        how: ProvenBy,
        by: &IdpAdmin<'_>,
        now: Timestamp,
    ) -> Result<Events, IdpError> {
        let place = self.place_of(domain)?;
        self.domains[place].proof = Some(DomainProof { at: now, by: how });
        let proven = EventKind::IdpDomainProven { domain: domain.clone(), how };
        Ok(self.noted(by, now, proven))
    }

    /// A test login came through: its token was verified, whatever it says about strength.
    /// `way` is what makes the provider authenticate a person anew.
    pub fn tested(
        &mut self,
        said: &IdpStatement,
        way: LoginRenewal,
        by: &IdpAdmin<'_>,
        now: Timestamp,
    ) -> Events {
        self.test = Some(IdpTest {
            at: now,
            acr: said.acr.clone(),
            amr: said.amr.clone(),
            authenticated_at: said.authenticated_at,
            gave_address: self.first_address(said).is_ok(),
            renewal: way,
        });
        let tested = EventKind::IdpTested { acr: said.acr.clone(), amr: said.amr.clone() };
        self.noted(by, now, tested)
    }

    /// Lets people sign in with it.
    ///
    /// # Errors
    /// [`IdpError`] says what is missing.
    pub fn switch_on(&mut self, by: &IdpAdmin<'_>, now: Timestamp) -> Result<Events, IdpError> {
        self.expect_ready()?;
        if matches!(self.state, IdpState::On { .. }) {
            return Ok(Events::none());
        }
        self.state = IdpState::On { since: now };
        Ok(self.noted(by, now, EventKind::IdpSwitchedOn))
    }

    /// Ends signing in with it; a mandatory connection becomes optional again.
    pub fn switch_off(&mut self, by: &IdpAdmin<'_>, now: Timestamp) -> Events {
        if self.state == IdpState::Off {
            return Events::none();
        }
        self.state = IdpState::Off;
        self.membership.is_required = false;
        self.noted(by, now, EventKind::IdpSwitchedOff)
    }

    /// Makes it the only way to sign in for the people of its domains. An admin must be signed in
    /// with it at that moment.
    ///
    /// # Errors
    /// [`IdpError::SwitchedOff`] or [`IdpError::NotSignedInWithIt`].
    pub fn require(&mut self, by: &IdpAdmin<'_>, now: Timestamp) -> Result<Events, IdpError> {
        if self.state == IdpState::Off {
            return Err(IdpError::SwitchedOff);
        }
        let is_with_it = |sign_in: &SignIn| matches!(sign_in.method(), SignInMethod::Idp { login, .. } if login.identity.connection == self.id);
        if by.0.is_some_and(|identity| !is_with_it(identity.sign_in())) {
            return Err(IdpError::NotSignedInWithIt);
        }
        self.membership.is_required = true;
        Ok(self.noted(by, now, EventKind::IdpRequired))
    }

    /// Passwords are taken again.
    pub fn stop_requiring(&mut self, by: &IdpAdmin<'_>, now: Timestamp) -> Events {
        self.membership.is_required = false;
        self.noted(by, now, self.changed())
    }

    /// That it was removed.
    pub fn removed(&self, by: &IdpAdmin<'_>, now: Timestamp) -> Events {
        self.noted(by, now, EventKind::IdpRemoved)
    }

    /// Whether people can sign in with it.
    pub fn is_on(&self) -> bool {
        matches!(self.state, IdpState::On { .. })
    }

    /// Whether a login that was good for `before` may no longer be.
    pub fn trusts_less_than(&self, before: &Self) -> bool {
        before.is_on()
            && (!self.is_on()
                || self.strength != before.strength
                || self.tenant != before.tenant
                || before.domains.iter().any(|d| d.proof.is_some() && !self.serves(&d.domain)))
    }

    /// The domains whose people sign in with it and no other way.
    pub fn mandatory_for(&self) -> impl Iterator<Item = &EmailDomain> {
        let is_required = self.membership.is_required;
        let proven = self.domains.iter().filter(move |d| is_required && d.proof.is_some());
        proven.map(|domain| &domain.domain)
    }

    /// Whether it may speak for addresses of this domain.
    pub fn serves(&self, domain: &EmailDomain) -> bool {
        self.domains.iter().any(|d| d.domain == *domain && d.proof.is_some())
    }

    /// What still stands in the way of switching it on.
    ///
    /// # Errors
    /// [`IdpError`] names the first thing.
    pub fn expect_ready(&self) -> Result<(), IdpError> {
        if self.domains.iter().all(|d| d.proof.is_none()) {
            return Err(IdpError::NoDomain);
        }
        let test = self.test.as_ref().ok_or(IdpError::NotTested)?;
        let says_when =
            test.authenticated_at.is_some() || self.strength == StrengthRule::TrustEveryLogin;
        if !says_when || !self.strength.is_met(test.acr.as_deref(), &test.amr) {
            return Err(IdpError::NotStrong);
        }
        if !test.gave_address {
            return Err(IdpError::NoAddress);
        }
        Ok(())
    }

    /// What a change left: the chain shows by which rule logins were strong, and when.
    fn changed(&self) -> EventKind {
        EventKind::IdpChanged {
            issuer: self.issuer.clone(),
            hosts: (!self.hosts.is_empty()).then(|| self.hosts.clone()),
            tenant: self.tenant.clone(),
            strength: self.strength.clone(),
            membership: self.membership,
        }
    }

    fn switch_off_unless_ready(&mut self, by: &IdpAdmin<'_>, now: Timestamp) -> Events {
        if self.expect_ready().is_ok() { Events::none() } else { self.switch_off(by, now) }
    }

    fn place_of(&self, domain: &EmailDomain) -> Result<usize, IdpError> {
        self.domains.iter().position(|d| d.domain == *domain).ok_or(IdpError::NoSuchDomain)
    }

    fn noted(&self, by: &IdpAdmin<'_>, now: Timestamp, kind: EventKind) -> Events {
        let subject = Subject::IdpConnection(self.id);
        Events::one(Event { subject, at: now, actor: by.actor(), kind })
    }
}

fn expect_tenant(settings: &IdpSettings) -> Result<(), IdpError> {
    if settings.issuer.is_shared() && settings.tenant.is_none() {
        return Err(IdpError::TenantNeeded);
    }
    Ok(())
}
