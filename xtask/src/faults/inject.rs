//! Faults, chosen and timed by the seed. Each is healed before the next one, and all before the check.

use super::disk::Disk;
use super::random::Random;
use crate::run::Outcome;
use crate::world::authority::{Authority, Timekeeping};
use crate::world::mail::Manners;
use crate::world::node::Node;
use crate::world::{Engine, World};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How many faults of each kind there were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Injected {
    pub(super) kills: u64,
    pub(super) freezes: u64,
    pub(super) database: u64,
    pub(super) mail: u64,
    pub(super) disk: u64,
    pub(super) times: u64,
}

impl Injected {
    pub(super) fn add(&mut self, other: Self) {
        self.kills += other.kills;
        self.freezes += other.freezes;
        self.database += other.database;
        self.mail += other.mail;
        self.disk += other.disk;
        self.times += other.times;
    }
}

#[derive(Clone, Copy)]
enum Fault {
    Kill,
    Freeze,
    /// `PostgreSQL` ends at once, as in a crash, or in order.
    Database(&'static str),
    Mail(Manners),
    FullDisk,
    /// The timestamp authority.
    Times(Timekeeping),
}

impl Fault {
    fn choose(engine: Engine, random: &mut Random) -> Self {
        match (random.below(13), engine) {
            (0..=3, _) => Self::Kill,
            (4, _) => Self::Freeze,
            (5, _) => Self::Mail(Manners::NotNow),
            (6, _) => Self::Mail(Manners::CutsOff),
            (7, _) => Self::Mail(Manners::Never),
            (8, _) => Self::Times(Timekeeping::Down),
            (9, _) => Self::Times(Timekeeping::Silent),
            (10, _) => Self::Times(Timekeeping::Garbage),
            (11, Engine::Postgres) => Self::Database("QUIT"),
            (_, Engine::Postgres) => Self::Database("INT"),
            (_, Engine::Sqlite) => Self::FullDisk,
        }
    }
}

/// What has faults besides the nodes, the database and the mail server.
#[derive(Clone, Copy)]
pub(super) struct Devices<'a> {
    pub(super) disk: &'a Disk,
    pub(super) times: &'a Authority,
    pub(super) interruptions: &'a Interruptions,
}

/// What kept nodes from writing down what they had done.
#[derive(Default)]
pub(super) struct Interruptions(Mutex<Interrupted>);

/// When nodes were killed, and from when to when they were frozen for so long that others took their jobs.
#[derive(Clone, Default)]
pub(super) struct Interrupted {
    pub(super) kills: Vec<Instant>,
    pub(super) frozen: Vec<(Instant, Instant)>,
}

impl Interruptions {
    pub(super) fn killed(&self) {
        self.lock().kills.push(Instant::now());
    }

    pub(super) fn frozen_since(&self, began: Instant) {
        self.lock().frozen.push((began, Instant::now()));
    }

    pub(super) fn all(&self) -> Interrupted {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Interrupted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Injects one fault after the other for this time.
pub(super) fn inject(
    world: &Mutex<World>,
    devices: Devices<'_>,
    engine: Engine,
    time: Duration,
    mut random: Random,
) -> Outcome<Injected> {
    let mut injected = Injected::default();
    let began = Instant::now();
    while began.elapsed() < time {
        sleep(random.millis(200, 1200));
        let fault = Fault::choose(engine, &mut random);
        let lasts = random.millis(50, 900);
        let at = random.below(64);
        apply(&mut lock(world), devices, fault, lasts, at, &mut injected)?;
    }
    lock(world).nodes.iter().try_for_each(Node::wait_until_ready)?;
    Ok(injected)
}

fn apply(
    world: &mut World,
    devices: Devices<'_>,
    fault: Fault,
    lasts: Duration,
    at: u64,
    injected: &mut Injected,
) -> Outcome {
    let at = usize::try_from(at).unwrap_or(0) % world.nodes.len();
    match fault {
        Fault::Kill => {
            injected.kills += 1;
            devices.interruptions.killed();
            world.restart(at, lasts / 4)
        }
        Fault::Freeze => {
            injected.freezes += 1;
            world.nodes[at].freeze();
            sleep(lasts * 2);
            world.nodes[at].thaw();
            Ok(())
        }
        Fault::Database(signal) => {
            injected.database += 1;
            let postgres = world.postgres.as_mut().ok_or("there is no PostgreSQL")?;
            postgres.end(signal);
            sleep(lasts);
            postgres.launch()
        }
        Fault::Mail(manners) => {
            injected.mail += 1;
            world.mail.behave(manners);
            sleep(lasts);
            world.mail.behave(Manners::Takes);
            Ok(())
        }
        Fault::FullDisk => {
            injected.disk += 1;
            devices.disk.fill(true)?;
            sleep(lasts);
            devices.disk.fill(false)
        }
        Fault::Times(manners) => {
            injected.times += 1;
            devices.times.behave(manners);
            sleep(lasts * 3);
            devices.times.behave(Timekeeping::Stamps);
            Ok(())
        }
    }
}

pub(super) fn lock(world: &Mutex<World>) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}
