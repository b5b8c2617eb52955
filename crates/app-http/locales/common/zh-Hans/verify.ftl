# 書類の検証: what a file is worth, for every visitor who holds it.

verify-title = 验证文件
verify-explained = 可验证已签名的PDF、合意缔结证明书和证据包（ZIP），其他服务签名的PDF也可以。无需登录。
verify-file = PDF或证据包（ZIP）
verify-file-hint = 一个文件，最大50MB。也可以将文件拖放到这里。
verify-button = 验证
verify-again = 验证其他文件
verify-privacy = 文件在本服务器上的隔离进程中检查，不会保存。对于不持有文件的人，本服务不会透露任何文件信息。
verify-elsewhere = 更大的文件，或不使用本服务的验证：可在您自己的计算机上使用命令“wariin verify”和“wariin evidence verify”。
verify-result = 结果

## What it comes to

verify-pdf-good = 此PDF的电子签名完好。签名的内容未被更改，之后仅添加了签名允许的内容。
verify-pdf-failed = 此PDF在签名后被更改，或其中的签名有误。请勿信赖此文件。
verify-pdf-indeterminate = 此PDF没有错误的签名，但无法断定全部有效。原因见下方各项。
verify-pdf-unsigned = 此PDF没有电子签名，因此无法判断由谁制作以及是否被更改。
verify-pdf-unreadable = 此文件无法作为PDF或证据包读取。可能已损坏、不完整、受密码保护或属于其他类型。请重新获取文件后再试。
verify-pack-good = 此证据包中可检查的项目全部一致。
verify-pack-failed = 此证据包中有内容被更改或不属于其中。请勿信赖此文件。
verify-pack-indeterminate = 此证据包没有错误，但并非全部内容都能判断。
verify-pack-unreadable = 此ZIP无法作为证据包读取。可能已损坏、不完整或属于其他类型。请重新获取文件后再试。

## Whether this service concluded it

# $at (String) - when
verify-concluded-here = 由本服务于{ $at }缔结。此文件与本服务当时签发的文件逐字节相同。
verify-not-concluded-here = 并非在本服务缔结：此文件不是本服务为已缔结文件签发的，或之后被更改。其他服务的文件请在该服务验证。
# $at (String) - when
verify-packed-here = 由本服务于{ $at }缔结。此证据包由本服务的密钥签名。
verify-not-packed-here = 并非在本服务缔结：此证据包的现有内容没有本服务密钥的签名。

## The parties

verify-parties = 签名中记载的当事人
verify-parties-explained = 其可靠性与该签名及其签名者相同。
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
verify-party = { $name }（{ $at }同意，{ $how }）
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
# $organisation (String) - the sender's organisation
verify-sender = { $organisation } { $name }（{ $at }发送，{ $how }）
verify-by-app = 双重认证（认证应用）
# $issuer (String) - the identity provider
verify-by-idp = IdP认证（{ $issuer }）
verify-by-password = 密码认证

## Signatures

# $number (Number) - its place in the file
verify-signature = 电子签名 { $number }
# $number (Number) - its place in the file
verify-timestamp = 时间戳 { $number }
verify-standing = 结果
verify-standing-intact = 完好：签名覆盖的内容未被更改
verify-standing-broken = 无效：签名有误，或之后文件被更改
verify-standing-unjudged = 无法在此判断
verify-signer = 签名者
# $signer (String) - the subject of the certificate
verify-signer-own = { $signer }（本服务的证书）
# $signer (String) - the subject of the certificate
verify-signer-other = { $signer }（不是本服务的证书，是否信任请自行判断）
verify-time = 时间
# $at (String) - when
# $by (String) - the authority
verify-stamped = { $at }（{ $by } 的时间戳）
# $at (String) - when
verify-claimed = { $at }（签名者的声明，没有时间戳证实）
verify-no-time = 未记载
verify-added = 之后的添加
verify-added-nothing = 无
verify-added-signatures = 签名、时间戳及其验证信息（允许的添加）
# $count (Number) - how many
verify-added-filled = 填写了{ $count }个表单字段（允许的添加）
# $count (Number) - how many
verify-added-bytes = 文件末尾的{ $count }个字节（不影响显示）
# $count (Number) - how many
verify-added-changes = { $count }处签名不允许的更改
verify-added-unreadable = 无法辨别
verify-verdict = 按 ETSI EN 319 102-1 的判定

## Details

verify-checks = 证据包的检查项目
verify-digest = 此文件的SHA-256

## What is not verified

verify-too-large = 此处可验证最大50MB的文件。更大的文件请在您自己的计算机上使用命令“wariin verify”或“wariin evidence verify”。
    .title = 文件过大
verify-no-file = 未选择文件，或文件为空。请选择PDF或证据包（ZIP）后重试。
    .title = 没有可验证的文件
verify-too-complex = 检查此文件所需的时间或内存超过了单个文件的上限，因此无法给出结果。请在您自己的计算机上使用命令“wariin verify”或“wariin evidence verify”。
    .title = 无法在此验证该文件
