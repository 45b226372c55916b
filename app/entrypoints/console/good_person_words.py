"""The trail of good persons in words: campaigns, cases, polls."""

from app.entrypoints.console.cases import STEP_WORDS

CAMPAIGN_WORDS = {
    "campaigns.draft": "起草推选",
    "campaigns.edit": "修改推选",
    "campaigns.announce": "发布推选",
    "campaigns.open": "推选开始",
    "campaigns.close": "推荐截止",
    "campaigns.publish": "公示好人",
    "campaigns.end_notice": "好人公示期满",
    "campaigns.conclude": "发布到好人榜",
    "campaigns.withdraw": "结束推选",
    "campaigns.ask_authority": "加入征求意见单位",
    "campaigns.skip_authority": "移除征求意见单位",
    "campaigns.consult": "发征求意见函",
    "campaigns.link_letter": "生成征求意见链接",
    "campaigns.unlink_letter": "停用征求意见链接",
    "campaigns.prolong_letter": "延长征求意见期限",
    "campaigns.remind_letter": "催办征求意见",
    "campaigns.follow_up": "设置发布以后的事项",
    "campaigns.print_letter": "打印征求意见函",
    "campaigns.experts": "安排评分专家",
}
POLL_WORDS = {
    "clues.give": "提供好人线索",
    "clues.nominated": "线索填成推荐",
    "clues.same": "线索已有人推荐",
    "clues.not_enough": "答复线索",
    "clues.kept": "线索留到下次",
    "polls.arrange": "安排投票",
    "polls.open": "投票开始",
    "polls.close": "投票结束",
    "polls.lapse": "投票没有进行",
    "polls.call_off": "停止投票",
    "polls.look": "投票期间查看票数",
    "polls.propose_exclusion": "提出剔除选票",
    "polls.confirm_exclusion": "确认剔除选票",
    "polls.drop_exclusion": "不剔除选票",
    "polls.forget": "删除到期的选票",
}
CASE_WORDS = {
    "nominations.package": "好人推荐：下载推荐材料",
    **{f"nominations.{step.value}": f"好人推荐：{words}" for step, words in STEP_WORDS.items()},
}
GOOD_PERSON_ACTIONS = CAMPAIGN_WORDS | CASE_WORDS | POLL_WORDS
GOOD_PERSON_ROOMS = {
    "campaigns": "好人推选",
    "nominations": "好人推荐",
    "polls": "好人投票",
    "clues": "好人线索",
}
