"""What a volunteer agrees to when she registers: the words, their version, their fingerprint.

The page shows TEXT and nothing else; a change of one character is a new version: a test says so.
Source: Personal Information Protection Law, articles 14, 17, 28 to 31; State Council Order 685,
article 7; Order 67, articles 5 and 16.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.people.models import Consent
from app.domain.people.purposes import PURPOSES
from app.kernel.database import session
from app.kernel.ids import new_id

KIND = "service_rules_and_privacy"
VERSION = "2027-01"
TITLE = "志愿服务须知与隐私说明"
TEXT = """一、志愿服务须知
1. 参加志愿服务出于自愿、不取报酬。填写的信息应当真实、准确、完整。
2. 报名后请按时到场；不能参加的，请尽早取消，把名额让给别人。
3. 服务中请尊重服务对象的人格尊严和隐私，听从现场安排，注意安全。
4. 时长按实际到场时间记录，由工作人员核对认定。您可以随时查询，有误可以申诉。
5. 弄虚作假的记录会被撤销。

二、我们收集什么、做什么用
1. 姓名、手机号、所在社区、出生日期：用于志愿者注册、活动联系和年龄核对。服务后可能打电话抽查核实。
2. 身份证号（可不填）：用于避免重复注册和出具服务证明。加密保存，页面上只显示后四位。
3. 服务类别和特长（可不填）：用于推荐合适的活动。
4. 微信标识：用于识别您本人和发送活动通知。
5. 签到时的位置（活动要求时）：只用来计算到活动地点的距离，保存距离，不保存位置。
6. 签到时手机里的一个随机标记：只用来发现一部手机替多人签到，加密保存，不含手机号和型号。
以上信息保存在中国境内。未经您单独同意，不公开、不用于商业用途、不提供给其他单位，法律另有规定的除外。

三、保存多久
服务记录自服务之日起至少保存十年。您停用账号后，法律不要求保存的信息会被删除或匿名处理。

四、您的权利
您可以查询、更正自己的信息，可以撤回同意、停用账号，也可以要求说明处理规则。撤回同意不影响撤回前的服务记录。
由谁负责、怎样联系，见页面底部的主办单位和电话。

五、未成年人
未满十四周岁的，由监护人用自己的手机号注册，见《监护人同意书》。已满十四周岁未满十八周岁的，参加活动应征得监护人同意或由监护人陪同，不参加有危险的活动。
"""

TITLES = {KIND: TITLE, **{one.kind: one.title for one in PURPOSES}}

GUARDIAN_VERSION = "2026-12"
GUARDIAN_TITLE = "监护人同意书（儿童个人信息处理规则）"
GUARDIAN_TEXT = """一、我是孩子的监护人，同意孩子注册为志愿者。
二、我们收集孩子的什么、做什么用
1. 姓名、出生日期、所在社区：用于注册和核对年龄。身份证号（可不填）：用于避免重复注册，加密保存。
2. 联系用监护人的手机号和微信，不收集孩子自己的手机号和微信。
3. 参加活动的签到、签退时间和服务时长：用于记录志愿服务。
未满十四周岁孩子的信息是敏感个人信息，只有负责活动和注册的工作人员能看到，每次决定都有记录。不公开，不用于商业用途。
三、参加活动
1. 由监护人报名。未满六周岁不能参加活动；未满十周岁须由监护人到场陪同。
2. 未满十八周岁一律不参加救灾等有危险的活动。
3. 监护人应了解活动内容和风险，照看好孩子的安全。
四、监护人的权利
监护人可以随时查看、更正孩子的信息，可以随时撤回同意。撤回后，孩子还没开始的报名会取消，账号停用；已有的服务记录按法律规定保存，不再展示。再次注册可以接上原来的记录。
孩子满十八周岁后，由本人决定是否继续使用。
"""


def text_hash(text: str = TEXT) -> str:
    """The fingerprint kept with each consent."""
    return hashlib.sha256(text.encode()).hexdigest()


def give(volunteer_id: UUID, *, channel: str, now: datetime) -> None:
    """Note that she agrees to the words as they stand, within the action that registers her.

    Agreeing again to the same words changes nothing; to newer words, the older consent ends.
    """
    in_force = session.scalars(
        select(Consent).where(
            Consent.volunteer_id == volunteer_id,
            Consent.kind == KIND,
            Consent.withdrawn_at.is_(None),
        )
    ).one_or_none()
    if in_force is not None and in_force.text_hash == text_hash():
        return
    if in_force is not None:
        in_force.withdrawn_at = now
        session.flush()  # the index allows one in force; SQLAlchemy would insert before it updates
    session.add(
        Consent(
            id=new_id(),
            volunteer_id=volunteer_id,
            kind=KIND,
            version=VERSION,
            text_hash=text_hash(),
            channel=channel,
            given_at=now,
        )
    )
