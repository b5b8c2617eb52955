# Accounts: what the owner sees and changes of the own account.

## The account page

profile = 账户
profile-name = 姓名
profile-name-hint = 已发送的文件保留发送时的姓名。
profile-save = 保存
profile-name-saved = 姓名已更改。
profile-language = 语言
profile-language-hint = 页面和邮件的语言。

## The account page: another address

profile-change-address = 更改电子邮件地址
profile-address-served-by-idp = 此地址由公司账户（IdP）管理。请联系公司管理员更改。
profile-new-address = 新的电子邮件地址
profile-new-address-hint = 确认码会同时发送到当前地址和新地址。
profile-address-what-happens = 更改后，其他所有设备都会退出登录，两个地址都会收到通知。已打开的文件仍可照常查看。发送到当前地址但尚未打开的文件不会转移，请联系发送人重新发送到新地址。
profile-address-lost = 如果无法再接收当前地址的邮件，则不能在此更改。请联系组织管理员邀请您的新地址成为成员。管理员将您以前的账户移出组织后，未完成的文件由管理员接手。
profile-send-codes = 发送确认码
profile-type-codes = 输入确认码
profile-codes-sent = 将分别向 { $from } 和 { $to } 发送一个确认码。请在 10 分钟内在此页面输入两个确认码。
profile-present-code = 当前地址收到的确认码
profile-new-code = 新地址收到的确认码
profile-codes-late = 如未收到，请检查垃圾邮件文件夹和所输入的地址。已被使用的地址会收到通知而不是确认码。
profile-give-up = 放弃更改
profile-address-changed = 电子邮件地址已更改。两个地址都会收到通知，其他设备已退出登录。
profile-codes-ended = 确认码已过期或已重新发送。请重新输入新地址。
profile-fresh-sign-in-first = 请先确认是您本人。验证后 5 分钟内可以更改。

## The account page: the password

profile-present-password = 当前密码
profile-change-password = 更改密码
profile-set-password = 设置密码
profile-password-about = 更改后，其他所有设备都会退出登录，并通过邮件通知您。
profile-password-unset = 此账户没有密码。
profile-password-served-by-idp = 公司统一使用公司账户（IdP）登录，因此不使用密码。
profile-password-changed = 密码已更改，其他设备已退出登录。

## The account page: factors

profile-factor-last-used = 最后使用：{ $at }
profile-factor-unused = 尚未使用。
profile-rename-factor = 更改名称
profile-rename-named-factor = 更改 { $name } 的名称
profile-factor-name = 名称
profile-factor-renamed = 验证方式的名称已更改。
profile-no-factor = 尚未设置双重验证。
profile-to-security = 添加或解除验证方式

## The account page: sessions

profile-sessions = 已登录的设备
profile-sessions-about = 如有不认识的设备，请将其退出登录，然后更改密码。
profile-this-session = 此浏览器
profile-session-device = { $browser }（{ $system }）
profile-session-unknown = 未知设备
profile-browser-other = 其他浏览器
profile-system-other = 其他系统
profile-session-began = 登录：{ $at }
profile-session-seen = 最后使用：{ $at }
profile-session-place = 网络：{ $place }
profile-session-awaits-code = 等待输入验证码（仅输入了密码）
profile-end-session = 退出此设备
profile-end-named-session = 退出 { $device }
profile-end-others = 退出其他所有设备
profile-session-ended = 该设备已退出登录。
profile-sessions-ended = 其他所有设备已退出登录。
profile-session-gone = 列表已变化，请再次确认。

## What the account has consented to

profile-consents = 已同意的文件
profile-consents-about = 此账户同意过的文件记录。
profile-consents-open = 查看列表
profile-consents-none = 此账户尚未同意任何文件。
profile-consents-newer = 较新的
profile-consents-older = 较早的
profile-back = 返回账户
