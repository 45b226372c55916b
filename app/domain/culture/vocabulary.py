"""The words one chooses from."""

PROGRAMME_KINDS = ("文化节", "演出季", "公益放映", "展览", "巡演", "其他")
EVENT_KINDS = ("演出", "放映", "展览", "讲座", "市集游园", "其他")
ONLINE_SOURCES = ("微信视频号", "抖音", "快手", "微博", "融媒体客户端", "其他平台")
