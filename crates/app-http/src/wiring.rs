//! The only place that names an adapter: ports are connected to technologies here.

mod keys;
mod parts;
mod workers;

use crate::config::{Settings, TlsSettings};
use crate::email::LocalizedEmails;
use crate::health::{CertificateNote, Health, WatchedMailer, WatchedSealer};
use crate::metrics::{CountedMailer, Gathered, TimedFiles};
use crate::serve::tls::{Acme, Tls};
use crate::stores::Stores;
use crate::web::{Budget, Limits, STILL, Visitors};
use keys::{expect_kept, know_seals, take_up};
use parts::{database, mailer, master_key, node, sealing, totp, witnesses};
pub(crate) use parts::{
    existing_database, machine_boot, of_setting, private_folder, providers, seal_settings,
};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use wariin_adapters::{
    Argon2idPasswords, DatabaseClock, DnsRecords, KeyedTokens, KrillaCertificates, KrillaPrinter,
    Own, PdfWorkers, PngStamps, SealCertificates, SqlDatabase, UuidV7Ids, VisitorVerifier,
    WebauthnPasskeys, WitnessFile, ZipEvidence, ZoneCalendar, trusted_certificates,
};
use wariin_domain::{ServiceCertificate, Span, Timestamp};
use wariin_ports::{Clock, MAX_VERIFIED_BYTES, StorageError, TransparencyLog};
use wariin_usecases::{Ports, RecoveryReport, recover_if_due};
use workers::WorkerPorts;

/// The hidden command under which this program works on PDFs.
pub(crate) const PDF_WORKER: &str = "pdf-worker";
/// The version of this program, as processes tell it each other.
pub(crate) const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// What metrics call the TLS certificate that the service renews by itself.
const RENEWED_TLS: &str = "acme";

/// The running service: what every page and worker has at hand.
pub struct App {
    /// The settings.
    pub settings: Settings,
    /// The ports.
    pub ports: Ports,
    /// For how long a client may keep the service waiting for the next byte of a body.
    pub still: Duration,
    /// What tells visitors of their files; it is told which seals are the service's own.
    verifier: Arc<VisitorVerifier>,
    /// Those of the workers, by what they write for.
    pub(crate) workers: WorkerPorts,
    /// The token that the set-up page asks for, on a service that other machines can reach before it is
    /// set up.
    pub(crate) setup_token: Option<String>,
    pub(crate) limits: Limits,
    /// The memory that uploads may take in all.
    pub(crate) upload_budget: Budget,
    /// The memory that files of visitors may take in all.
    pub(crate) visitor_budget: Budget,
    pub(crate) visitors: Visitors,
    /// Whether this process can do its work.
    pub(crate) health: Health,
    /// The seal's certificate in PEM, which a validator has to trust; empty where others seal.
    pub seal_certificate: String,
    sealer: Arc<WatchedSealer>,
    /// The clock of this process, where it is to go by the database's.
    database_clock: Option<Arc<DatabaseClock>>,
    pub(crate) witness: WitnessFile,
    /// What metrics are gathered from, and when.
    pub(crate) database: Arc<SqlDatabase>,
    pub(crate) gathered: Gathered,
    /// TLS of the service's own.
    pub(crate) tls: Option<Arc<Tls>>,
}

/// Why the service cannot start.
pub type StartError = Box<dyn Error + Send + Sync>;

impl App {
    /// Connects everything as the settings say, with the system's clock.
    ///
    /// # Errors
    /// [`StartError`] says what cannot be used.
    pub async fn start(settings: Settings) -> Result<Arc<Self>, StartError> {
        let name = node(&settings);
        Box::pin(Self::start_as(settings, &name)).await
    }

    /// The same for a command beside the service, which is another process with a key file of its own reading: it must
    /// not write under a master key that the service has not read yet.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_command(settings: Settings) -> Result<Arc<Self>, StartError> {
        // A command takes no connections.
        Box::pin(Self::start_as(Settings { tls: None, ..settings }, "wariin command")).await
    }

    async fn start_as(settings: Settings, name: &str) -> Result<Arc<Self>, StartError> {
        let program = std::env::current_exe()?;
        let clock = Arc::new(DatabaseClock::default());
        let tls = settings.tls.clone().filter(|_| settings.role.serves_pages());
        let mut app = Box::pin(Self::connect(settings, clock.clone(), program, name)).await?;
        app.database_clock = Some(clock);
        app.keep_time().await;
        if let Some(tls) = tls {
            Box::pin(app.secure(tls)).await?;
        }
        Ok(Arc::new(app))
    }

    /// Secures connections as these settings say.
    async fn secure(&mut self, tls: TlsSettings) -> Result<(), StartError> {
        self.tls = Some(match tls {
            TlsSettings::Files(files) => {
                let tls = Tls::open(files)?;
                let note = CertificateNote::default();
                note.heard_of_files(tls.until());
                self.health.certificate = Some(note);
                tls
            }
            TlsSettings::Acme(acme) => {
                self.health.certificate = Some(CertificateNote::default());
                let kept = self.database.kept_certificate(&acme.directory, &acme.hosts);
                let clock = Arc::clone(&self.ports.clock);
                Tls::from_authority(Acme::new(acme, kept, clock)?).await?
            }
        });
        Ok(())
    }

    /// Connects everything as the settings say, with this clock; `program` is this program, which
    /// inspects uploads in processes of its own.
    ///
    /// # Errors
    /// [`StartError`] says what cannot be used.
    pub async fn start_with(
        settings: Settings,
        clock: Arc<dyn Clock>,
        program: PathBuf,
    ) -> Result<Arc<Self>, StartError> {
        let name = node(&settings);
        Ok(Arc::new(Box::pin(Self::connect(settings, clock, program, &name)).await?))
    }

    async fn connect(
        settings: Settings,
        clock: Arc<dyn Clock>,
        program: PathBuf,
        name: &str,
    ) -> Result<Self, StartError> {
        let data = &settings.data_dir;
        for folder in [data.clone(), data.join("keys"), data.join("mail")] {
            private_folder(&folder)?;
        }
        let stores = Stores::open(&settings)?;
        let (master, own_seal) = (&settings.master_key_path(), data.join("keys/seal.pem"));
        let is_own = settings.master_key_file.is_none();
        let makes_seal = settings.role.runs_jobs() && settings.seal_key.is_none();
        let own = [is_own.then_some(master), makes_seal.then_some(&own_seal)];
        let missing: Vec<PathBuf> =
            own.into_iter().flatten().filter(|key| !key.exists()).cloned().collect();
        let master = master_key(&settings)?;
        let database = database(&settings, &master).await?;
        let sealer = WatchedSealer::new(sealing(&settings, &own_seal, clock.now())?);
        // Where others seal, what they seal with is read from the database.
        let seal_certificate = sealer.certificate_pem();
        let own_seals = match &seal_certificate {
            Some(certificate) => trusted_certificates(certificate)?,
            None => Vec::new(),
        };
        Box::pin(stores.try_out()).await?;
        let mailer = Arc::new(CountedMailer(mailer(&settings)?));
        let mailer = WatchedMailer::new(mailer, Arc::clone(&clock));
        let health = Health::new(settings.role, sealer.clone(), mailer.clone(), stores.clone());
        let database = Arc::new(database.of_node(name));
        let own = Own { key: database.verifier_key(), certificates: own_seals.clone() };
        let verifier = Arc::new(VisitorVerifier::new(program.clone(), PDF_WORKER, own));
        let pdfs = Arc::new(PdfWorkers::new(program, PDF_WORKER));
        let ports = Ports {
            storage: database.clone(),
            views: database.clone(),
            jobs: database.clone(),
            log: database.clone(),
            checkpoints: database.clone(),
            log_witnesses: Arc::new(witnesses(&settings)?),
            timestamper: sealer.clone(),
            files: Arc::new(TimedFiles::of(stores.files())),
            inspector: pdfs.clone(),
            renderer: pdfs.clone(),
            remover: pdfs.clone(),
            logos: pdfs,
            pages: stores.first.pages(&master),
            printer: Arc::new(KrillaPrinter::new()),
            certificates: Arc::new(KrillaCertificates::new(settings.address("/verify"))),
            stamps: Arc::new(PngStamps),
            calendar: Arc::new(ZoneCalendar),
            sealer: sealer.clone(),
            mailer,
            emails: Arc::new(LocalizedEmails::new(settings.origin())),
            passwords: Arc::new(Argon2idPasswords::new()?),
            passkeys: Arc::new(WebauthnPasskeys::new(
                &settings.origin(),
                settings.installation_name.as_str(),
            )?),
            totp: Arc::new(totp(&settings, &master)),
            tokens: Arc::new(KeyedTokens::new(&master)),
            idps: Arc::new(providers(&settings, &clock)?),
            dns: Arc::new(DnsRecords::system()?),
            clock,
            ids: Arc::new(UuidV7Ids),
            evidence: Arc::new(ZipEvidence::new(data.clone(), &master)),
            verifier: verifier.clone(),
        };
        let workers = WorkerPorts::of(&ports, &database);
        let is_first_run = ports.views.is_first_run().await?;
        if !is_first_run {
            expect_kept(&missing, &database, &settings, &own_seal).await?;
        }
        Box::pin(take_up(&database, &settings, own_seals.first(), ports.clock.now())).await?;
        let must_ask = !settings.is_for_this_machine_only() && is_first_run;
        let setup_token = must_ask.then(|| KeyedTokens::set_up_token(&master));
        let limits = Limits::new();
        let upload_budget = Budget::new();
        let visitor_budget = Budget::of(MAX_VERIFIED_BYTES);
        let visitors = Visitors::default();
        let database_clock = None;
        let witness = WitnessFile::of(&settings.data_dir);
        Box::pin(know_seals(&database, &verifier)).await?;
        Ok(Self {
            settings,
            ports,
            still: STILL,
            verifier,
            workers,
            setup_token,
            limits,
            upload_budget,
            visitor_budget,
            visitors,
            health,
            seal_certificate: seal_certificate.unwrap_or_default(),
            sealer,
            database_clock,
            witness,
            database,
            gathered: Gathered::default(),
            tls: None,
        })
    }

    /// Takes the certificates of every node, and of earlier keys, for the service's own in what visitors bring.
    ///
    /// # Errors
    /// [`StorageError`].
    pub(crate) async fn know_seals(&self) -> Result<(), StorageError> {
        know_seals(&self.database, &self.verifier).await
    }

    /// The certificates that this service stands on, and when each ends.
    pub(crate) fn certificates(&self) -> Vec<(&'static str, Timestamp)> {
        let SealCertificates { seal, authority } = self.sealer.certificates();
        let tls = self.tls.as_ref().and_then(|tls| tls.until());
        let is_renewed = self.tls.as_ref().is_some_and(|tls| tls.acme().is_some());
        let of_tls = if is_renewed { RENEWED_TLS } else { ServiceCertificate::Tls.name() };
        [("seal", seal), ("timestamp", authority), (of_tls, tls)]
            .into_iter()
            .filter_map(|(name, until)| Some((name, until?)))
            .collect()
    }

    /// Those of them whose end is warned of: one that the service renews by itself once that has failed.
    pub(crate) fn ending_certificates(&self) -> Vec<(ServiceCertificate, Timestamp)> {
        let fails = self.health.certificate.as_ref().is_some_and(|note| note.numbers().1 > 0);
        let warned = |(name, until)| match name {
            RENEWED_TLS => fails.then_some((ServiceCertificate::Tls, until)),
            name => Some((ServiceCertificate::parse(name)?, until)),
        };
        self.certificates().into_iter().filter_map(warned).collect()
    }

    /// Goes by the database's clock, where several nodes share one. Says so when this process was a
    /// second or more from it.
    pub(crate) async fn keep_time(&self) {
        let Some(clock) = &self.database_clock else { return };
        let set = clock.set(&*self.ports.storage).await;
        self.health.clock.heard(clock.machine_is_ahead().unwrap_or_default());
        match set {
            Ok(off) if off >= Span::seconds(1) => tracing::warn!(
                seconds = off.as_seconds_up(),
                "this machine's clock is not that of the database, which counts"
            ),
            Ok(_) => {}
            Err(error) => tracing::warn!(error = %error, "the database's clock could not be read"),
        }
    }

    /// Claims the name of this process, so that no process of another machine has it: each would take the jobs of the
    /// other for its own of before, and mails would leave twice.
    ///
    /// # Errors
    /// [`StartError`] names the name and what to do.
    pub(crate) async fn claim_own_name(&self) -> Result<(), StartError> {
        let now = self.ports.clock.now();
        let role = self.settings.role;
        let claimed = self.database.claim_name(role, RELEASE, &machine_boot(), now).await?;
        match claimed {
            None => Ok(()),
            Some(seen_at) => Err(format!(
                "another machine has this one's name and listens at the same place ({}): a process there was heard of {} s \
                 ago. Give each machine a host name of its own (or each process another WARIIN_LISTEN). If that process has \
                 ended, start again after twenty seconds",
                node(&self.settings),
                now.since(seen_at).as_seconds_up()
            )
            .into()),
        }
    }

    /// Recovers the database when it was set back to an earlier state; readiness then says so.
    ///
    /// # Errors
    /// [`StartError`] when that cannot be found out, or not be done.
    pub async fn recover(&self) -> Result<Option<RecoveryReport>, StartError> {
        let report = recover_if_due(&self.ports, &self.witness).await?;
        match (&report, self.ports.views.newest_recovery().await?) {
            (Some(report), _) => self.health.recovery.now(report),
            (None, Some(before)) => self.health.recovery.before(&before),
            (None, None) => {}
        }
        Ok(report)
    }

    /// Signs with the seal's key and forgets the signature: a key that cannot be used is known before the
    /// service serves. No other service is asked.
    ///
    /// # Errors
    /// [`StartError`] says what is wrong with the key.
    pub async fn try_seal_key(&self) -> Result<(), StartError> {
        self.sealer.try_key(self.ports.clock.now()).await?;
        Ok(())
    }

    /// Makes a real seal and forgets it: a timestamp authority that cannot be used is known before a
    /// document depends on it.
    ///
    /// # Errors
    /// [`StartError`] names who refused.
    pub async fn try_seal(&self) -> Result<(), StartError> {
        self.sealer.try_out(self.ports.clock.now()).await?;
        Ok(())
    }

    /// Brings the configured database's schema up to date.
    ///
    /// # Errors
    /// [`StartError`] says what cannot be used.
    pub async fn migrate(settings: &Settings) -> Result<(), StartError> {
        private_folder(&settings.data_dir)?;
        private_folder(&settings.data_dir.join("keys"))?;
        match &settings.database_url {
            Some(url) => SqlDatabase::migrate_postgres(url).await.map_err(of_setting)?,
            None => {
                database(settings, &master_key(settings)?).await?;
            }
        }
        Ok(())
    }
}
