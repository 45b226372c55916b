"""`flask demo`: a made-up district to try everything in. Never in production."""

import click
from flask.cli import AppGroup

from app.domain.access import rehearsal
from app.entrypoints.cli.demo_district import loading
from app.entrypoints.cli.demo_district.crowd import ONE_PHONE
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.team import ACCOUNTS, PASSWORD, SECRET, Account
from app.entrypoints.guard import settings
from app.kernel import clock

demo = AppGroup("demo", help="A made-up district to try everything in.")
FIRST_OFFICE = "阳光街道"
ROLES_IN_ENGLISH = {
    "centre_administrator": "centre admin",
    "auditor": "auditor",
    "office_manager": "office manager",
    "station_clerk": "station clerk",
}


@demo.command("load")
def load() -> None:
    """Load the district into an empty database; does nothing when it is there."""
    if settings().production:
        raise click.ClickException("演示数据的密码人人知道，不能装入生产环境。Not in production.")
    if settings().sms.provider == "tencent":
        raise click.ClickException(
            "演示数据里的手机号是编造的，可能属于别人；短信通道为真实通道时不能装入。"
            "Made-up phone numbers and a real SMS channel do not go together."
        )
    if loading.is_loaded():
        click.echo("演示数据已在。/ The demo district is there.")
        return
    if not loading.is_empty():
        raise click.ClickException(
            "数据库里已有别的数据，演示数据只装入空的数据库。The database is not empty."
        )
    loading.load(app_id=settings().wechat.app_id, now=clock.now())
    click.echo("演示数据已装入。/ The demo district is loaded.")


@demo.command("accounts")
@click.option("--all", "everybody", is_flag=True, help="Every site, not one of each level.")
def accounts(everybody: bool) -> None:
    """Print who can sign in, and how."""
    if not loading.is_loaded():
        raise click.ClickException("还没有演示数据，先运行 flask demo load。Nothing is loaded.")
    places = ("", FIRST_OFFICE, FIRST_STATION)
    shown = [one for one in ACCOUNTS if everybody or one.place in places]
    click.echo(f"  工作台账号 / console accounts（密码都是 / password for all: {PASSWORD}）")
    click.echo(f"  登录第二步的验证码 / code of the second step: {_where_the_code_is()}")
    for one in shown:
        click.echo(_line(one))
    if not everybody:
        click.echo("  其余实践所、实践站 / other sites: flask demo accounts --all")
    name, phone, _ = ONE_PHONE
    click.echo(
        f"  已注册的手机 / phone with a history: {name} {phone}；其余手机尚未注册 / others new"
    )


def _line(one: Account) -> str:
    english = ROLES_IN_ENGLISH[one.role.value]
    place = one.place or "实践中心"
    return f"    {one.username:<16}{one.name}　{one.role.title} / {english}　{place}"


def _where_the_code_is() -> str:
    if settings().shows_codes:
        return "就写在登录页上 / shown on the page"
    return f"flask demo code yangguang；或在验证器里输入密钥 / or an authenticator's key: {SECRET}"


@demo.command("code")
@click.argument("username")
def code(username: str) -> None:
    """Print the code that answers a demo account's second step now."""
    if settings().production:
        raise click.ClickException("Not in production.")
    found = rehearsal.demo_code_of(username, now=clock.now())
    if found is None:
        raise click.ClickException(f"{username} 没有验证器 / has no authenticator.")
    click.echo(found)
