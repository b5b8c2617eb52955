//! TXT records from a name server of our own.

use std::net::SocketAddr;
use tokio::net::UdpSocket;
use wariin_adapters::DnsRecords;
use wariin_ports::DomainRecords;

/// Answers one kind of question by RFC 1035: TXT of `_wariin.example.com`; anything else does not exist.
async fn name_server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut question = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut question).await {
            let asked = &question[12..length];
            let name_ends = asked.iter().position(|b| *b == 0).unwrap() + 5;
            let section = &asked[..name_ends];
            let is_known = section.starts_with(b"\x07_wariin\x07example\x03com\x00\x00\x10");
            let mut reply = question[..2].to_vec();
            reply.extend(if is_known { [0x84, 0x00] } else { [0x84, 0x03] });
            let count = u8::from(is_known) * 2;
            reply.extend([0, 1, 0, count, 0, 0, 0, 0]);
            reply.extend_from_slice(section);
            if is_known {
                for parts in [&["v=spf1 -all"][..], &["wariin-verification=", "abc"]] {
                    reply.extend([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60]);
                    let length: usize = parts.iter().map(|part| part.len() + 1).sum();
                    reply.extend(u16::try_from(length).unwrap().to_be_bytes());
                    for part in parts {
                        reply.push(u8::try_from(part.len()).unwrap());
                        reply.extend_from_slice(part.as_bytes());
                    }
                }
            }
            socket.send_to(&reply, from).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn txt_records_are_read_complete_and_a_name_without_any_has_none() {
    let records = DnsRecords::at(name_server().await).unwrap();
    let found = records.texts("_wariin.example.com").await.unwrap();
    assert_eq!(found, ["v=spf1 -all", "wariin-verification=abc"]);
    assert_eq!(records.texts("_wariin.example.org").await.unwrap(), Vec::<String>::new());
}
