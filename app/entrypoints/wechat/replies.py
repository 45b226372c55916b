"""What the account says, and where it leads. Short: it is read on a phone, in a chat."""

from dataclasses import dataclass
from datetime import datetime

from app.adapters.chat_text import link, plain
from app.domain.activities import queries as activities
from app.domain.activities import suggestion_wishes
from app.domain.activities.views import ActivityView, MySignUp
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.complaints.rules import ANSWER_WORKING_DAYS
from app.domain.facilities import booking
from app.domain.hours import queries as hours
from app.domain.messaging import pages
from app.domain.messaging.words import hours_in_words, timespan
from app.domain.orders import mine as orders
from app.domain.people import queries as people
from app.domain.people.identities import IdentityView
from app.kernel.refusal import Refusal

SHOWN_AT_ONCE = 3
LONGEST_QUOTE = 10


@dataclass(frozen=True)
class Talk:
    """Who talks with whom, and when."""

    person: IdentityView
    now: datetime
    public_url: str
    unit_name: str
    contact_phone: str

    def link(self, words: str, page: str) -> str:
        """Words that open a page of ours."""
        return link(words, self.public_url + page)


def welcome(talk: Talk) -> str:
    first = f"您好，欢迎关注{talk.unit_name}！"
    if talk.person.volunteer_id:
        return f"{first}\n又见面了。{talk.link('看看最近的活动', pages.ACTIVITIES)}"
    return (
        f"{first}\n在这里可以找活动、报名、签到、查服务时长。\n"
        f"{talk.link('一分钟注册志愿者', pages.REGISTER)}\n"
        f"{talk.link('先看看有什么活动', pages.ACTIVITIES)}"
    )


def guide(talk: Talk) -> str:
    lines = [
        "您可以这样用：",
        "· 发“找 义诊”：按词找活动",
        "· 发“我的活动”：看报名情况",
        "· 发“我的时长”：查服务时长",
        "· 发“点单”“培训”：看服务和课程",
        "· 发“意见”：提意见、投诉",
        "· 发“我知道一位好人：……”：推荐身边的好人",
        "· 现场签到：点菜单“扫码签到”",
    ]
    return "\n".join([*lines, talk.link("看全部活动", pages.ACTIVITIES), *_phone_line(talk)])


def not_understood(talk: Talk, text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST_QUOTE:
        return f"没太明白您的意思。\n\n{guide(talk)}"
    quoted = plain(words)
    return f"没太明白“{quoted}”的意思。要找活动，请发“找 {quoted}”。\n\n{guide(talk)}"


def only_words(talk: Talk) -> str:
    return f"这类消息暂时看不了，请用文字告诉我们。\n\n{guide(talk)}"


def register_first(talk: Talk) -> str:
    return f"您还没有注册志愿者。\n{talk.link('点这里注册', pages.REGISTER)}，一分钟就好。"


def _register_to(talk: Talk, wish: str, page: str) -> str:
    """The same for who needs something and may mean to serve nobody."""
    here = talk.link("在这里登记", pages.register_for(page))
    return f"{wish}要先登记姓名和手机号，{here}，一分钟就好。"


def registration(talk: Talk) -> str:
    if not talk.person.volunteer_id:
        return f"{talk.link('点这里注册志愿者', pages.REGISTER)}，一分钟就好。"
    return f"您已经是志愿者了。{talk.link('看看最近的活动', pages.ACTIVITIES)}"


def find(talk: Talk) -> str:
    everything = talk.link("看最近的活动", pages.ACTIVITIES)
    return f"{everything}\n也可以发“找 义诊”这样的话，按词来找。"


def culture(talk: Talk) -> str:
    """What is on, and the tickets somebody may have."""
    lines = [f"{talk.link('看文化活动', pages.CULTURE)}：演出、电影、展览，都不要钱。"]
    if talk.person.volunteer_id:
        lines.append(talk.link("我的票", pages.MY_TICKETS))
    return "\n".join(lines)


def contact(talk: Talk) -> str:
    phone = _phone_line(talk)
    return "\n".join(phone) if phone else "请到所在社区的文明实践站咨询，工作人员会帮您处理。"


def complain(talk: Talk) -> str:
    """Also for who is registered as nobody."""
    here = talk.link("提意见、投诉", pages.COMPLAIN)
    lines = [f"{here}：由没有关系的工作人员办理，{ANSWER_WORKING_DAYS} 个工作日内答复。"]
    if talk.person.volunteer_id:
        lines.append(talk.link("看我提的意见", pages.MY_COMPLAINTS))
    return "\n".join([*lines, *_phone_line(talk)])


def my_orders(talk: Talk) -> str:
    """How the latest stand, and the way to all of them and to the menu."""
    if not talk.person.volunteer_id:
        return _register_to(talk, "点单", pages.SERVICES)
    mine = orders.under_way(talk.person.volunteer_id, most=SHOWN_AT_ONCE)
    menu = talk.link("看看能点什么服务", pages.SERVICES)
    if not mine.items:
        return f"您现在没有在办的点单。\n{menu}"
    lines = [
        f"· {talk.link(one.title, pages.order(one.id))}：{plain(one.standing)}"
        for one in mine.items
    ]
    return "\n".join(
        [
            f"您有 {mine.total} 个点单在办：",
            *lines,
            talk.link("看全部点单", pages.MY_ORDERS),
            menu,
        ]
    )


def my_bookings(talk: Talk) -> str:
    """How many facilities somebody has ahead, and the way to book one."""
    if not talk.person.volunteer_id:
        return register_first(talk)
    count = booking.count_open(talk.person.volunteer_id, now=talk.now)
    where = f"活动室、会议室、舞台，打开{talk.link('阵地的页面', pages.PLACES)}就能预约。"
    if not count:
        return f"您现在没有预约场地。\n{where}"
    return f"您有 {count} 个场地预约，{talk.link('看看、取消', pages.MY_BOOKINGS)}。\n{where}"


def courses(talk: Talk) -> str:
    """What one can learn, and has learned."""
    if not talk.person.volunteer_id:
        return register_first(talk)
    return f"{talk.link('看培训课程和我的学习记录', pages.MY_TRAINING)}，报名和普通活动一样。"


def news(talk: Talk) -> str:
    """Where one asks to be told of new activities."""
    if not talk.person.volunteer_id:
        return register_first(talk)
    return f"{talk.link('选一选想收到哪些新活动', pages.SUGGESTIONS)}，不选就不提醒。"


def stop_news(talk: Talk) -> str:
    """She hears of new activities no more, at once."""
    if not talk.person.volunteer_id:
        return register_first(talk)
    person = people.volunteer(talk.person.volunteer_id)
    suggestion_wishes.stop(person.id, by=person, now=talk.now)
    again = talk.link("想再打开", pages.SUGGESTIONS)
    return f"已关闭新活动提醒，{again}随时可以。报了名的活动，开始前照样提醒您。"


def coupons(talk: Talk) -> str:
    """What can be taken, and what one has."""
    if not talk.person.volunteer_id:
        return _register_to(talk, "领券", pages.COUPONS)
    mine = talk.link("我的优惠券", pages.MY_COUPONS)
    return f"{talk.link('领优惠券', pages.COUPONS)}，或打开{mine}，付款前给商户扫。"


def thanks(talk: Talk) -> str:
    return f"不客气。{talk.link('看看最近的活动', pages.ACTIVITIES)}"


def how_to_check_in(talk: Talk) -> str:
    return (
        "签到、签退：到现场后点菜单“扫码签到”，扫屏幕上或工作人员出示的二维码。\n"
        f"扫不了的，请出示{talk.link('服务卡', pages.MY_CARD)}，由工作人员扫。"
    )


def my_hours(talk: Talk) -> str:
    if not talk.person.volunteer_id:
        return register_first(talk)
    totals = hours.totals(talk.person.volunteer_id)
    if not totals.approved_minutes and not totals.pending_minutes:
        return f"您还没有服务时长。{talk.link('找个活动参加吧', pages.ACTIVITIES)}"
    lines = [f"您的服务时长：已认定 {hours_in_words(totals.approved_minutes)}"]
    if totals.pending_minutes:
        lines.append(f"待认定 {hours_in_words(totals.pending_minutes)}")
    return "，".join(lines) + f"。\n{talk.link('查看每一笔', pages.MY_HOURS)}"


def my_activities(talk: Talk) -> str:
    if not talk.person.volunteer_id:
        return register_first(talk)
    mine = activities.my_sign_ups(
        talk.person.volunteer_id, upcoming=True, now=talk.now, limit=SHOWN_AT_ONCE
    )
    if not mine:
        return f"您还没有报名接下来的活动。{talk.link('去看看', pages.ACTIVITIES)}"
    lines = "\n\n".join(_line(talk, sign_up) for sign_up in mine)
    return f"接下来的活动：\n\n{lines}\n\n{talk.link('全部报名、取消报名', pages.MY_ACTIVITIES)}"


def my_card(talk: Talk) -> str:
    if not talk.person.volunteer_id:
        return register_first(talk)
    return f"{talk.link('打开服务卡', pages.MY_CARD)}\n签到时出示给工作人员扫码，二维码每分钟更新。"


def about_activity(talk: Talk, activity: ActivityView) -> str:
    return (
        f"{talk.link(activity.title, pages.activity(activity.id))}\n"
        f"时间：{timespan(activity.starts_at, activity.ends_at)}\n"
        f"地点：{plain(activity.venue)}\n点标题查看详情和报名。"
    )


def scanned(answer: ScanAnswer) -> str:
    title, name = plain(answer.title), plain(answer.volunteer_name)
    if answer.repeated:
        return f"{name}，您{answer.sentence}。\n{title}"
    wish = "离开时请记得签退。" if answer.direction == "in" else "辛苦了，感谢您的付出！"
    return f"{name}，{answer.sentence}。\n{title}\n{wish}"


def refused(refusal: Refusal) -> str:
    return "\n".join(line for line in (f"{refusal.sentence}。", refusal.advice) if line)


def how_to_give_a_clue(talk: Talk) -> str:
    page = talk.link("在这里写", pages.CLUES)
    return f"用一句话告诉我们：发“我知道一位好人：谁，在哪里，做了什么”，或者{page}。"


def clue_taken(talk: Talk) -> str:
    page = talk.link("看我提供的线索", pages.CLUES)
    return f"谢谢您，线索已收到。5 个工作日内有人看，可能会打电话问您。\n{page}"


def searching(words: str) -> str:
    return f"正在找和“{plain(words)}”有关的活动，马上发给您。"


def _line(talk: Talk, sign_up: MySignUp) -> str:
    waits = f"（候补第 {sign_up.place_in_queue} 位）" if sign_up.state == "waiting" else ""
    return (
        f"{talk.link(sign_up.title, pages.activity(sign_up.activity_id))}{waits}\n"
        f"{timespan(sign_up.starts_at, sign_up.ends_at)}\n{plain(sign_up.venue)}"
    )


def _phone_line(talk: Talk) -> list[str]:
    return [f"咨询电话：{talk.contact_phone}"] if talk.contact_phone else []
