"""Why a picture is not taken, in the words the person reads."""

from app.kernel.refusal import Refusal


class PictureTooLarge(Refusal):
    reason = "图片超过 {most_megabytes} MB"
    next_step = "请用手机重新拍一张，或先压缩再上传。"
    status = 422


class TooManyPixels(Refusal):
    reason = "图片的像素太多，打不开"
    next_step = "请用普通拍照模式重拍，不要用全景或超高像素模式。"
    status = 422


class FormatNotTaken(Refusal):
    """HEIC is what an iPhone makes unless told otherwise."""

    reason = "只收 JPG、PNG、WebP 图片，这张是别的格式（例如苹果手机的 HEIC）"
    next_step = "苹果手机请在“设置—相机—格式”里选“兼容性最佳”后重拍，或者截一张图再上传。"
    status = 422


class NotAPicture(Refusal):
    reason = "这个文件打不开，不是图片，或者没有传完整"
    next_step = "请重新选择照片；网络不好时请换个地方再试。"
    status = 422


class TooManyPictures(Refusal):
    reason = "一次最多 {most} 张图片"
    next_step = "请去掉几张再提交。"
    status = 422


class TooManyLoose(Refusal):
    reason = "您有 {most} 张图片还没有用上，不能再传"
    next_step = "请先把已传的图片提交上去，或者过两天再传。"
    status = 429


class TooManyOfVisitors(Refusal):
    reason = "现在不能再传图片"
    next_step = "请先提交文字，写明有照片可以提供，或者过两天再传。"
    status = 429


class PictureGone(Refusal):
    """It is somebody else's, is used already, or was forgotten."""

    reason = "有图片已经失效"
    next_step = "请重新上传图片。"
