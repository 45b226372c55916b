"""Templates that come with the program: for each work type what stations do week by week.

Work types are the five service platforms of civic practice centres; `team_kind` is of the 8+N
teams; `for_whom` of Shandong's 五为. Texts are to be changed: they only save the first hour.
"""

from dataclasses import dataclass
from typing import Any

FOR_WHOM = ("为老", "为小", "为困难群体", "为需要心理疏导和情感慰藉群体", "为社会公共需要")
_WEEK_MINUTES = 14 * 24 * 60


@dataclass(frozen=True, kw_only=True)
class ShippedTemplate:
    """One default; `positions` are name, how many, what to do."""

    key: str
    name: str
    work_type: str
    team_kind: str
    for_whom: str
    category: str
    targets: tuple[str, ...]
    title: str
    content: str
    at: str
    minutes: int
    positions: tuple[tuple[str, int, str], ...]
    risk_text: str
    risk_level: str = "none"

    def kept(self) -> dict[str, Any]:
        """As kept_plans keeps a plan: recruitment opens two weeks ahead, and ends at the start."""
        positions: list[dict[str, Any]] = [
            {
                "name": name,
                "capacity": capacity,
                "duties": duties,
                "skills": [],
                "youngest": None,
                "oldest": None,
                "qualification_id": None,
            }
            for name, capacity, duties in self.positions
        ]
        names = ("title", "work_type", "category", "content", "risk_level", "risk_text")
        return {
            **{name: getattr(self, name) for name in names},
            "targets": list(self.targets),
            "cancel_deadline_hours": 24,
            "recruits_from_minutes": _WEEK_MINUTES,
            "recruits_until_minutes": 0,
            "sessions": [
                {"day": 0, "at": self.at, "minutes": self.minutes, "positions": positions}
            ],
        }


SHIPPED = (
    ShippedTemplate(
        key="talk",
        name="理论政策进小区宣讲",
        work_type="理论宣讲",
        team_kind="理论政策宣讲",
        for_whom="为社会公共需要",
        category="文明风尚",
        targets=("社会公众", "城镇居民"),
        title="理论政策进小区宣讲志愿服务",
        content=(
            "宣讲志愿者走进小区广场，用拉家常的方式讲党的创新理论和惠民政策，解答医保、养老、"
            "就业等居民关心的问题；其他志愿者布置场地、引导居民就座、发放宣传材料、收集意见。"
        ),
        at="09:00",
        minutes=90,
        positions=(
            ("宣讲员", 2, "主讲并现场答疑，提前三天把讲稿发给站里"),
            ("现场服务", 4, "布置场地、引导就座、发放材料、收集意见"),
        ),
        risk_text="多在室外，注意防晒防滑；老人较多，留出通道，备好饮水和座椅。",
    ),
    ShippedTemplate(
        key="homework",
        name="四点半课堂",
        work_type="教育服务",
        team_kind="助学支教",
        for_whom="为小",
        category="支教助学",
        targets=("儿童",),
        title="四点半课堂课后看护志愿服务",
        content=(
            "放学后在站里看护小学生，辅导作业，带孩子读书和做手工，直到家长来接。"
            "一名志愿者负责不超过六个孩子；接送要与家长当面交接并登记。"
        ),
        at="16:30",
        minutes=120,
        positions=(
            ("作业辅导", 3, "辅导语文、数学、英语作业"),
            ("看护交接", 2, "登记到离、看护安全，与家长当面交接"),
        ),
        risk_text="孩子不离开视线，不单独与孩子共处一室；身体不适不要参加；离站必须由登记的家长接走。",
    ),
    ShippedTemplate(
        key="reading",
        name="亲子共读",
        work_type="教育服务",
        team_kind="助学支教",
        for_whom="为小",
        category="支教助学",
        targets=("儿童", "妇女"),
        title="周末亲子共读志愿服务",
        content="志愿者带小朋友和家长一起读绘本、讲故事、演一演，读完整理图书，帮助登记借阅。",
        at="09:30",
        minutes=90,
        positions=(
            ("领读人", 2, "选书并带读，准备两个互动小问题"),
            ("现场服务", 3, "签到引导、维持秩序、整理图书"),
        ),
        risk_text="孩子由家长陪同；桌椅边角注意磕碰。",
    ),
    ShippedTemplate(
        key="culture",
        name="文艺进社区",
        work_type="文化服务",
        team_kind="文化文艺",
        for_whom="为社会公共需要",
        category="文化艺术",
        targets=("社会公众", "农村居民"),
        title="文艺进社区惠民演出志愿服务",
        content=(
            "文艺志愿者为居民演出戏曲、歌舞、快板，教居民唱一段、跳一段；"
            "服务志愿者搭台布线、引导观众、维持秩序、演出后清理场地。"
        ),
        at="15:00",
        minutes=120,
        positions=(
            ("演出", 12, "按节目单演出，提前一小时到场走台"),
            ("舞台和秩序", 6, "搬运、布线、引导观众、清场"),
        ),
        risk_text="临时用电由专人负责，线缆贴地固定；观众超过预计时控制入场；遇大风降雨停止演出。",
        risk_level="low",
    ),
    ShippedTemplate(
        key="calligraphy",
        name="写春联送祝福",
        work_type="文化服务",
        team_kind="文化文艺",
        for_whom="为社会公共需要",
        category="文化艺术",
        targets=("社会公众", "老年人"),
        title="写春联送祝福志愿服务",
        content="书法志愿者现场为居民写春联和福字，其他志愿者裁纸研墨、晾晒分发，为行动不便的老人送上门。",
        at="09:00",
        minutes=150,
        positions=(
            ("书写", 5, "自带毛笔，现场书写"),
            ("裁纸和分发", 5, "裁纸、晾晒、按号分发，送到老人家里"),
        ),
        risk_text="裁纸用刀注意划伤；送到家里时两人同行。",
    ),
    ShippedTemplate(
        key="science",
        name="科普小实验",
        work_type="科技科普",
        team_kind="科学普及",
        for_whom="为小",
        category="科技科普",
        targets=("儿童", "社会公众"),
        title="科普小实验进社区志愿服务",
        content="科普志愿者带孩子做安全有趣的小实验，讲清原理；现场设食品安全、防灾避险展板，志愿者讲解答疑。",
        at="14:30",
        minutes=90,
        positions=(
            ("实验讲解", 3, "准备器材，演示并讲解"),
            ("安全看护", 3, "分组看护，收回器材"),
        ),
        risk_text="不使用明火和有害试剂；孩子动手时旁边必须有志愿者看护，戴好护目镜和手套。",
        risk_level="low",
    ),
    ShippedTemplate(
        key="smartphone",
        name="教老人用手机",
        work_type="科技科普",
        team_kind="科学普及",
        for_whom="为老",
        category="科技科普",
        targets=("老年人",),
        title="教老人用智能手机志愿服务",
        content="一对一教老人用手机挂号、缴费、视频通话，识别电信诈骗；把步骤写成大字卡片让老人带走。",
        at="09:00",
        minutes=120,
        positions=(("手机老师", 8, "一对一教，不替老人输入密码，不碰老人的银行卡"),),
        risk_text="不记录、不询问老人的密码和验证码；涉及转账的请老人与家人一起办。",
    ),
    ShippedTemplate(
        key="sports",
        name="健步走和八段锦",
        work_type="健身体育",
        team_kind="医疗健身",
        for_whom="为社会公共需要",
        category="体育健身",
        targets=("社会公众", "老年人"),
        title="全民健身指导志愿服务",
        content="体育指导志愿者带居民做热身、八段锦和健步走，讲解正确动作；医疗志愿者量血压，提醒不适合运动的人休息。",
        at="07:00",
        minutes=90,
        positions=(
            ("领练", 2, "带做热身和八段锦，走在队首"),
            ("健康照看", 3, "量血压，走在队尾照看"),
        ),
        risk_text="先热身；血压过高、身体不适者劝其休息；走路线避开车道，备急救包。",
        risk_level="low",
    ),
    ShippedTemplate(
        key="elders",
        name="探望独居老人",
        work_type="其他志愿服务",
        team_kind="扶贫帮困",
        for_whom="为老",
        category="关爱特殊群体",
        targets=("老年人",),
        title="探望独居老人志愿服务",
        content="两人一组到独居老人家里陪聊天、打扫、代买，看看水电气是否安全，有情况当天告诉社区。",
        at="09:00",
        minutes=120,
        positions=(("探望", 8, "两人一组，戴志愿者证"),),
        risk_text="两人同行，不收礼物，不谈钱款；老人发病先拨 120 再联系社区。",
    ),
    ShippedTemplate(
        key="families",
        name="困难家庭帮扶",
        work_type="其他志愿服务",
        team_kind="扶贫帮困",
        for_whom="为困难群体",
        category="扶贫减贫",
        targets=("贫困家庭", "残障人士"),
        title="困难家庭帮扶志愿服务",
        content="到困难家庭帮忙打扫、理发、修理小家电，问清需要什么，登记后由社区对接救助政策和点单服务。",
        at="09:00",
        minutes=120,
        positions=(("帮扶", 6, "两人一组，会理发或修理的优先"),),
        risk_text="两人同行；断电后再修理；不拍照发布受助家庭。",
    ),
    ShippedTemplate(
        key="law",
        name="法律咨询进社区",
        work_type="其他志愿服务",
        team_kind="法律服务",
        for_whom="为社会公共需要",
        category="法律服务",
        targets=("社会公众", "老年人"),
        title="法律咨询进社区志愿服务",
        content=(
            "律师和普法志愿者在站里接待居民，解答婚姻继承、邻里纠纷、劳动报酬、养老诈骗等问题，"
            "讲民法典里的身边事；符合条件的，帮着申请法律援助。"
        ),
        at="14:30",
        minutes=120,
        positions=(
            ("法律咨询", 2, "律师或法律工作者，一对一解答"),
            ("登记引导", 2, "登记排号，发放普法和反诈材料"),
        ),
        risk_text="来访的事和个人情况要保密；只解答，不代理、不收费，不向居民揽案。",
    ),
    ShippedTemplate(
        key="listening",
        name="倾听陪伴",
        work_type="其他志愿服务",
        team_kind="其他特色服务",
        for_whom="为需要心理疏导和情感慰藉群体",
        category="关爱特殊群体",
        targets=("特殊群体", "社会公众"),
        title="倾听陪伴志愿服务",
        content="有经验的志愿者在站里接待想说说心里话的居民，倾听陪伴，需要时介绍专业机构；不诊断、不劝服药。",
        at="14:00",
        minutes=120,
        positions=(("倾听员", 2, "一对一倾听，保守秘密"),),
        risk_text="谈话内容保密；有伤害自己或他人的危险时，立即告诉社区并拨打心理援助热线 12356。",
    ),
    ShippedTemplate(
        key="clean",
        name="清洁家园",
        work_type="其他志愿服务",
        team_kind="卫生环保",
        for_whom="为社会公共需要",
        category="环境保护",
        targets=("社会公众",),
        title="清洁家园志愿服务",
        content="清理楼道、绿化带和背街小巷的杂物，擦洗健身器材，向居民宣传垃圾分类。",
        at="08:30",
        minutes=120,
        positions=(
            ("清洁", 15, "自带手套，工具由站里提供"),
            ("宣传", 4, "讲解垃圾分类"),
        ),
        risk_text="戴手套和口罩，注意玻璃和尖锐物；不登高作业；路边作业穿反光背心。",
    ),
)
