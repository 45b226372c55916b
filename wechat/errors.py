"""What can go wrong between us and WeChat.

WeChatError
├── AccountMisconfigured       our settings, found at the start
├── CallbackRefused            a delivery we do not believe: answer 403
│   ├── BadSignature
│   ├── Stale                  signed too long ago, or in the future
│   ├── BadBody
│   └── WrongAppId             meant for another account
└── CallFailed                 a call of ours: errcode, errmsg, rid
    ├── Passing                try again later, with back-off
    │   ├── Unreachable        nothing was sent
    │   ├── AnswerLost         it may have been done: repeat only what is idempotent
    │   ├── Busy               -1
    │   ├── TokenRejected      40001 40014 42001, after one refresh and one repeat
    │   └── QuotaUsedUp        45009 (until tomorrow), 45011 (until the next minute)
    └── Final                  trying the same again is useless
        ├── PersonUnreachable
        │   ├── Unfollowed     43004 50005
        │   ├── Declined       43101 48002
        │   └── UnknownOpenId  40003
        ├── WindowClosed       45015 45047
        ├── OurDataIsWrong     47001 47003 400xx, also found by us before sending
        ├── CodeSpent          40029 40163 42003: authorise anew
        └── NotConfigured      secret, whitelist, rights, frozen account: an operator must act

A code without a place in the table is a plain `Final`: log it with its rid, do not repeat it.
"""

import re


class WeChatError(Exception):
    """Root of the family."""


class AccountMisconfigured(WeChatError):
    """The settings of the account cannot be right."""


class CallbackRefused(WeChatError):
    """A delivery that WeChat cannot have made like this."""


class BadSignature(CallbackRefused):
    """Nobody who knows our token signed this."""


class Stale(CallbackRefused):
    """Signed, but not now."""


class BadBody(CallbackRefused):
    """Not a message of WeChat's, or not encrypted as the mode demands."""


class WrongAppId(CallbackRefused):
    """Encrypted for another account."""


class CallFailed(WeChatError):
    """A call to WeChat that brought no result.

    Give the `rid` to Tencent's support; compare `errcode`, never `errmsg`.
    """

    def __init__(self, errmsg: str = "", *, errcode: int | None = None) -> None:
        super().__init__(errmsg)
        self.errcode = errcode
        self.errmsg = errmsg
        found = _RID.search(errmsg)
        self.rid = found.group(1) if found else ""

    def __str__(self) -> str:
        return self.errmsg if self.errcode is None else f"{self.errcode} {self.errmsg}"


class Passing(CallFailed):
    """Worth trying again later."""


class Unreachable(Passing):
    """No connection: nothing was sent."""


class AnswerLost(Passing):
    """Sent, but no readable answer came: it may have been done."""


class Busy(Passing):
    """WeChat asks to wait."""


class TokenRejected(Passing):
    """A fresh access token was refused too."""


class QuotaUsedUp(Passing):
    """Too many calls this day or this minute."""

    @property
    def until_tomorrow(self) -> bool:
        return self.errcode == 45009


class Final(CallFailed):
    """The same call will fail again."""


class PersonUnreachable(Final):
    """This person cannot be reached this way."""


class Unfollowed(PersonUnreachable):
    """The person does not follow the account."""


class Declined(PersonUnreachable):
    """The person blocks our messages, or has not accepted this one."""


class UnknownOpenId(PersonUnreachable):
    """Nobody of this account has this open id."""


class WindowClosed(Final):
    """No customer message may be sent now: too long, or too many, since the person's last word."""


class OurDataIsWrong(Final):
    """What we sent, or were about to send, breaks WeChat's rules."""


class CodeSpent(Final):
    """An OAuth code that is used, old or invented."""


class NotConfigured(Final):
    """Nothing will work until an operator mends the account's settings."""


_RID = re.compile(r"\brid:\s*([0-9A-Za-z-]+)")

TOKEN_REJECTED = frozenset({40001, 40014, 42001})

_CLASS_OF: dict[int, type[CallFailed]] = {
    code: family
    for family, codes in {
        Busy: (-1,),
        TokenRejected: TOKEN_REJECTED,
        QuotaUsedUp: (45009, 45011),
        Unfollowed: (43004, 50005),
        Declined: (43101, 48002),
        UnknownOpenId: (40003,),
        WindowClosed: (45015, 45047),
        OurDataIsWrong: (
            *range(40015, 40028),  # menu
            40033,  # \u escapes
            40037,  # template
            *(40052, 40053, 40054, 40055, 40129, 45029),  # QR, and menu addresses
            *(44002, 44004, 45002, 45008, 47001, 47003, 65316),  # empty, too long, not JSON, fields
        ),
        CodeSpent: (40029, 40163, 42003),
        NotConfigured: (
            *(40002, 40013, 40125, 40164, 41002, 41004),  # appid, secret, whitelist
            *(48001, 48004, 48006, 50001, 50002, 61024),  # rights, frozen
            *(89501, 89503, 89506, 89507),  # an administrator must confirm
            *(10003, 10005),  # OAuth domain, scope
        ),
    }.items()
    for code in codes
}


def call_failure(errcode: int, errmsg: str) -> CallFailed:
    """The member of the family for WeChat's error code."""
    return _CLASS_OF.get(errcode, Final)(errmsg, errcode=errcode)
