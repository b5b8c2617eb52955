//! An object storage that speaks S3 (moto, by Python), on loopback.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use wariin_adapters::{BucketAccess, BucketKey, FilePlace, FileStore};

/// The server, as long as this value lives; it has a bucket.
pub(super) struct Server {
    process: Child,
    pub(super) port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Where `cargo xtask test` installs it.
    pub(super) fn start() -> Self {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/s3/bin/moto_server");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { process, port };
        let until = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the object storage starts");
            thread::yield_now();
        }
        assert_eq!(server.ask("PUT", "/contracts", &[], b"").0, 200);
        server
    }

    /// Asks by HTTP, unsigned.
    pub(super) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port);
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer[9..12].parse().unwrap(), answer)
    }

    /// Puts an object past the adapter.
    pub(super) fn overwrite(&self, name: &str, bytes: &[u8]) {
        let signed = [("Authorization", A_SIGNATURE)];
        assert_eq!(self.ask("PUT", &format!("/contracts/{name}"), &signed, bytes).0, 200);
    }

    /// Removes an object past the adapter.
    pub(super) fn delete(&self, name: &str) {
        let signed = [("Authorization", A_SIGNATURE)];
        assert_eq!(self.ask("DELETE", &format!("/contracts/{name}"), &signed, b"").0, 204);
    }

    /// The names of all objects.
    pub(super) fn names(&self) -> Vec<String> {
        let signed = [("Authorization", A_SIGNATURE)];
        let (_, listed) = self.ask("GET", "/contracts?list-type=2", &signed, b"");
        let keys = listed.split("<Key>").skip(1);
        keys.map(|rest| rest.split_once("</Key>").unwrap().0.to_owned()).collect()
    }

    /// From now on every request has to be signed by this key, which may do these things.
    pub(super) fn with_key(&self, actions: &str) -> BucketKey {
        self.manage(IAM, "Action=CreateUser&UserName=service");
        let made = self.manage(IAM, "Action=CreateAccessKey&UserName=service");
        let policy = policy(actions);
        self.manage(
            IAM,
            &format!("Action=PutUserPolicy&UserName=service&PolicyName=p&PolicyDocument={policy}"),
        );
        self.expect_signatures();
        BucketKey { id: part(&made, "AccessKeyId"), secret: part(&made, "SecretAccessKey").into() }
    }

    /// From now on every request has to be signed by this key with this token of a role, which may do these things.
    pub(super) fn with_role(&self, actions: &str) -> (BucketKey, String) {
        let trust = "Action=CreateRole&RoleName=service&AssumeRolePolicyDocument=%7B%7D";
        let made = self.manage(IAM, trust);
        let policy = policy(actions);
        self.manage(
            IAM,
            &format!("Action=PutRolePolicy&RoleName=service&PolicyName=p&PolicyDocument={policy}"),
        );
        let role = part(&made, "Arn");
        let made = self
            .manage(STS, &format!("Action=AssumeRole&RoleArn={role}&RoleSessionName=of-service"));
        self.expect_signatures();
        let secret = part(&made, "SecretAccessKey").into();
        (BucketKey { id: part(&made, "AccessKeyId"), secret }, part(&made, "SessionToken"))
    }

    fn manage(&self, signature: &str, form: &str) -> String {
        let headers =
            [("Authorization", signature), ("Content-Type", "application/x-www-form-urlencoded")];
        let version = if signature == IAM { "2010-05-08" } else { "2011-06-15" };
        let form = format!("Version={version}&{form}");
        let (status, answer) = self.ask("POST", "/", &headers, form.as_bytes());
        assert_eq!(status, 200, "{answer}");
        answer
    }

    fn expect_signatures(&self) {
        let headers = [("Content-Type", "text/plain")];
        assert_eq!(self.ask("POST", "/moto-api/reset-auth", &headers, b"0").0, 200);
    }
}

/// A policy that allows these actions, as it stands in a form.
fn policy(actions: &str) -> String {
    let policy = format!(
        "{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":{actions},\"Resource\":\"*\"}}]}}"
    );
    policy.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What stands in an element of an answer.
fn part(answer: &str, name: &str) -> String {
    let (_, rest) = answer.split_once(&format!("<{name}>")).unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

const A_SIGNATURE: &str = "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x";
const STS: &str = "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=x";
const IAM: &str = "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x";

/// How a server at this port is reached, with little patience.
pub(super) fn access(port: u16) -> BucketAccess {
    BucketAccess {
        endpoint: Some(format!("http://127.0.0.1:{port}")),
        key: Some(BucketKey { id: "AKIDTEST".to_owned(), secret: "SECRETTEST".to_owned().into() }),
        is_path_style: true,
        patience: Duration::from_secs(3),
        ..BucketAccess::default()
    }
}

/// The storage in the bucket, under a prefix.
pub(super) fn store(access: &BucketAccess) -> FileStore {
    let place = FilePlace::parse("s3://contracts/of/tests").unwrap();
    FileStore::open(&place, access, &std::env::temp_dir()).unwrap()
}
