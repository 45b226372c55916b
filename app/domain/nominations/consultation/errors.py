"""Why not, in the words the person reads."""

from app.kernel.refusal import Refusal


class NobodyToAsk(Refusal):
    reason = "没有要征求的：还没有设置征求意见的单位，或者通过终审的人都已经征求过"
    next_step = "请先设置单位，或等推荐通过终审。"


class AuthorityInUse(Refusal):
    reason = "“{name}”已经发过征求意见函，不能移除"
    next_step = "不需要它的，下次发函时不勾选，并写明原因。"


class AuthorityThere(Refusal):
    reason = "“{name}”已经在单位名单里"
    status = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return "name"


class LetterOverdue(Refusal):
    reason = "这份函的答复期限已过，链接打不开"
    next_step = "请先延长期限，再生成链接。"


class LetterAnswered(Refusal):
    reason = "这份函已经全部答复，不再需要"


class NoSuchLink(Refusal):
    """One sentence for a wrong link, a wrong code, an expired and a revoked one."""

    reason = "链接或访问码不对，也可能已经过期或停用"
    next_step = "请核对短信或函件上的访问码；还打不开的，请打电话给发函单位。"
    status = 404


class AlreadyHeard(Refusal):
    reason = "关于{name}的意见已经收到，不能再改"
    next_step = "写错了的，请打电话给发函单位。"


class NoSheet(Refusal):
    reason = "请上传纸质答复的照片或扫描图片"
    status = 422


class NoIdNumbersHere(Refusal):
    reason = "只有给公安机关的函可以印身份证号"
    status = 422


class OnlyPaperAgreement(Refusal):
    reason = "只有录入的纸质“同意”可以作废重录"
    next_step = "有单位不同意的，请退回补充，或标为不通过。"


class NotYetAsked(Refusal):
    reason = "还没有征求有关单位的意见：{names}"
    next_step = "请先发征求意见函，收齐答复再公示。"


class AnswersOutstanding(Refusal):
    reason = "还在等有关单位答复：{names}"
    next_step = "请催办，或录入纸质答复；有单位不同意的，先退回或标为不通过。"
