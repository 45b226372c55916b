"""What a volunteer may agree to beside the terms, one by one: the words, their version, their use.

Change a word and give it a new version: a test says so.
Source: Personal Information Protection Law, articles 13 to 16, 25 and 28 to 31: no service is
refused for want of these, and each can be withdrawn alone, as easily as it was given.
"""

from dataclasses import dataclass

VERSION = "2026-12-4"


@dataclass(frozen=True)
class Purpose:
    """One use of somebody's data. `text` is what is agreed to.

    `with_terms`: agreed to with the terms, and withdrawn alone; else only once she says so.
    `of_the_phone`: of the person whose phone it is, never of a child she acts for.
    `of_age`: for who is 18 at least.
    """

    kind: str
    title: str
    text: str
    without: str  # what is different where she does not agree
    with_terms: bool = False
    of_the_phone: bool = False
    of_age: bool = False


WECHAT_NEWS = Purpose(
    "wechat_news",
    "微信消息：报名以外的通知",
    "用微信标识，把时长认定、星级、积分和爱心超市、团队的消息发到微信。",
    "这些消息只在“消息”里看，一条不少。已经报名的活动有变动、提醒和要您答复的，仍然发微信。",
    with_terms=True,
)
SMS = Purpose(
    "sms_notices",
    "短信：微信联系不上时",
    "微信联系不上时，用手机号发短信，只通知候补轮到、名额变动、开始前提醒、活动变更和取消。",
    "微信联系不上时不发短信，请自己留意“消息”。登录和换手机号的验证码不受影响。",
    with_terms=True,
)
OPEN_NAME = Purpose(
    "open_name",
    "公开姓名：显示全名",
    "在公示和团队成员名单里显示我的全名。公示在网页上，任何人都能看到。",
    "只显示姓，例如“张**”。",
)
POSITION = Purpose(
    "phone_position",
    "手机位置：找离我近的活动",
    "在“离我近”里读取手机的位置，只用来算出到活动地点的距离，算完就丢，不保存。",
    "“离我近”从所在的社区算起。活动要求核对到场位置的，签到时仍会请您允许。",
    of_the_phone=True,
)
GOOD_NEWS = Purpose(
    "good_person_news",
    "微信消息：好人公示",
    "好人开始公示时，用微信标识告诉我一声，我可以看、可以提意见。",
    "不告诉您。公示在网页上，谁都可以看。",
)
RANKING = Purpose(
    "hours_ranking",
    "时长榜：显示我的名次",
    "在时长榜里显示我的名次、认定的时长和所在社区，登录的志愿者能看到。"
    "名字只显示姓；同意了“公开姓名”的，显示全名。",
    "不上榜。时长、积分和星级都不受影响。",
    of_age=True,
)
ACTIVITY_NEWS = Purpose(
    "activity_news",
    "新活动提醒",
    "有我能参加的新活动，符合我选的类别和距离，就用微信标识告诉我，次数和时间按我选的来。"
    "挑选时会用到我的年龄、特长、空闲时间、已报名的时间和所在社区。",
    "不提醒。活动照样在“活动”里看。",
)
PURPOSES = (WECHAT_NEWS, SMS, OPEN_NAME, POSITION, RANKING, GOOD_NEWS, ACTIVITY_NEWS)
BY_KIND = {purpose.kind: purpose for purpose in PURPOSES}
