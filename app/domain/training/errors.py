"""Why not: one class a reason."""

from typing import ClassVar

from app.kernel.refusal import Refusal


class CourseRefusal(Refusal):
    """Something typed about a course is not as it must be; `about` is the form field."""

    about: ClassVar[str] = ""
    status: ClassVar[int] = 422

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return str(self.facts.get("name", self.about))


class TooLong(CourseRefusal):
    """`name` is the form field, `label` what people call it."""

    reason = "请填写{label}，最多 {most} 个字"


class OutOfRange(CourseRefusal):
    """`name` is the form field, `label` what people call it."""

    reason = "{label}请填 {least} 至 {most}"


class UnknownKind(CourseRefusal):
    about = "kind"
    reason = "请选择培训种类"


class QualificationFromElsewhere(CourseRefusal):
    about = "qualification_id"
    reason = "只能选择本单位或上级设立、仍在使用的资格"


class FixedOnceSubmitted(CourseRefusal):
    """`name` is the form field, `label` what people call it."""

    reason = "课程提交审核以后不能再改{label}"
    next_step = "审核的人看过的结业条件不能变动；确需调整的，请先撤回或退回活动。"


class QuestionIncomplete(CourseRefusal):
    about = "text"
    reason = "请写题目，最多 {most} 个字"


class ChoicesIncomplete(CourseRefusal):
    about = "choices"
    reason = "每行写一个选项，{least} 至 {most} 个，不要重复，每个最多 {longest} 个字"


class CorrectIncomplete(CourseRefusal):
    about = "correct"
    reason = "请写正确选项的字母，如 A 或 AC，要在选项范围内"


class TooManyQuestions(CourseRefusal):
    about = "text"
    reason = "一门课最多 {most} 道题"


class TestBegun(Refusal):
    reason = "已经有人参加测验，题目不能再改"
    next_step = "这样对先答题的人才公平。"


class NoTest(Refusal):
    reason = "这门课没有测验"
    next_step = "学时够了就算结业。"
    status = 404


class QuestionsNotReady(Refusal):
    reason = "测验题目还没有准备好"
    next_step = "请过些时候再来，或联系课程负责人。"


class NotAttended(Refusal):
    reason = "学时够了才能参加测验，您现在是 {minutes} 分钟，需要 {needed} 分钟"
    next_step = "上课时请扫码签到签退；忘记签退的，请联系课程负责人确认学时。"


class TestOver(Refusal):
    reason = "测验已于 {closed_at:%m月%d日} 截止"
    next_step = "请报名下一期课程。"


class PassedAlready(Refusal):
    reason = "您已经通过测验，不用再答"
    next_step = "在“学习培训”里可以看到结业情况。"


class TriesUsedUp(Refusal):
    reason = "{most} 次机会都已用完，这一期没有通过"
    next_step = "请报名下一期课程，再来一次。"


class AnswerAll(Refusal):
    reason = "还有 {count} 道题没有答"
    next_step = "请把题目答完再交卷。"
    status = 422


class MinutesOutside(CourseRefusal):
    about = "minutes"
    reason = "学时请填 0 至 {most} 分钟，不能超过这一场的计划时间"


class WordsNeeded(CourseRefusal):
    about = "reason"
    reason = "请用 {least} 至 {most} 个字写明依据"


class OwnStay(Refusal):
    reason = "不能确认自己的学时"
    next_step = "请由另一位工作人员办理。"
    status = 403


class NothingAhead(Refusal):
    reason = "这门课不能一次报名全部场次"
    next_step = "请在下面选一场、选一个岗位报名。"


class NothingToGrant(Refusal):
    reason = "这门课没有对应的资格"
    next_step = "请在“课程设置”里选择资格。"


class NotCompleted(Refusal):
    reason = "{name}还没有结业，不能授予资格"
    next_step = "请先核对学时和测验。"


class DocumentTooLarge(Refusal):
    reason = "文件超过 {most_megabytes} MB。请压缩后再传，或把图片调小"
    status = 422


class NotAPdf(Refusal):
    reason = "这不是完整的 PDF 文件。Word 和 PPT 请先另存为 PDF 再传"
    status = 422


class LockedPdf(Refusal):
    reason = "这个 PDF 设了密码或限制，学员可能打不开。请去掉密码再传"
    status = 422


class ActivePdf(Refusal):
    reason = "这个 PDF 里带有程序或附件，不能收。请用“打印成 PDF”另存一份再传"
    status = 422


class TooManyDocuments(Refusal):
    reason = "一门课最多 {most} 个 PDF。请先撤下不用的"
