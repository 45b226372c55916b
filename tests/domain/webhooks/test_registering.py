"""Endpoints come, change and go; secrets are kept sealed and shown once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.messaging import outbox
from app.domain.webhooks import queries, registering
from app.domain.webhooks.announcing import letter
from app.domain.webhooks.errors import TooManyEndpoints
from app.domain.webhooks.models import WebhookEndpoint
from app.domain.webhooks.rules import MOST_ENDPOINTS, OLD_SECRET_LASTS
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.webhooks.conftest import Centre, wanted, written_to

pytestmark = pytest.mark.database


def trail() -> list[str]:
    return [row.action for row in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_secret_is_told_once_and_sealed_at_rest(centre: Centre) -> None:
    endpoint_id, secret = registering.register(centre.administrator, wanted(), now=NOON)
    stored = session.scalar(text("SELECT secret FROM webhook_endpoint"))
    assert stored.startswith("v1:")
    assert secret not in stored
    target = queries.target(endpoint_id, now=NOON)
    assert target is not None
    assert target.secrets == (secret,)
    assert secret not in repr(target)
    assert trail() == ["webhook.register"]


def test_what_may_not_be_registered_leaves_nothing(centre: Centre) -> None:
    with pytest.raises(BadInput):
        registering.register(centre.administrator, wanted(url="https://10.0.0.1/"), now=NOON)
    assert session.scalars(select(WebhookEndpoint)).all() == []
    assert trail() == []


@pytest.mark.parametrize("role", [Role.STATION_CLERK, Role.OFFICE_MANAGER, Role.AUDITOR])
def test_only_a_centres_administrators_register(centre: Centre, role: Role) -> None:
    somebody = world.staff(role, at=centre.place)
    with pytest.raises(NotAllowed):
        registering.register(somebody, wanted(), now=NOON)


def test_there_are_at_most_so_many(centre: Centre) -> None:
    for number in range(MOST_ENDPOINTS):
        centre.endpoint(name=f"系统{number}")
    with pytest.raises(TooManyEndpoints):
        centre.endpoint()


def test_a_new_secret_stands_beside_the_old_one_for_a_day(centre: Centre) -> None:
    endpoint_id, old = registering.register(centre.administrator, wanted(), now=NOON)
    new = registering.rotate_secret(centre.administrator, endpoint_id, now=NOON)
    within = queries.target(endpoint_id, now=NOON + OLD_SECRET_LASTS - timedelta(seconds=1))
    after = queries.target(endpoint_id, now=NOON + OLD_SECRET_LASTS)
    assert within is not None
    assert after is not None
    assert within.secrets == (new, old)
    assert after.secrets == (new,)


def test_a_change_keeps_the_secret_and_is_checked_again(centre: Centre) -> None:
    endpoint_id, secret = registering.register(centre.administrator, wanted(), now=NOON)
    other = wanted("hours.approved", name="区级平台", url="https://other.example.cn/")
    registering.change(centre.administrator, endpoint_id, other, now=NOON)
    found = queries.endpoint(endpoint_id, within=centre.administrator.scope)
    assert (found.name, found.url, found.events) == (
        "区级平台",
        "https://other.example.cn/",
        ("hours.approved",),
    )
    with pytest.raises(BadInput):
        registering.change(
            centre.administrator, endpoint_id, wanted(url="http://a.example.cn/"), now=NOON
        )
    target = queries.target(endpoint_id, now=NOON)
    assert target is not None
    assert (target.url, target.secrets) == ("https://other.example.cn/", (secret,))


def test_removing_takes_the_log_along(centre: Centre) -> None:
    endpoint_id, other_id = centre.endpoint(), centre.endpoint(name="另一个")
    outbox.enqueue([letter(endpoint_id, "hours.approved", {}, now=NOON)], now=NOON)
    outbox.enqueue([letter(other_id, "hours.approved", {}, now=NOON)], now=NOON)
    registering.remove(centre.administrator, endpoint_id, now=NOON)
    assert queries.target(endpoint_id, now=NOON) is None
    assert written_to(endpoint_id) == []
    assert len(written_to(other_id)) == 1
    assert trail()[-1] == "webhook.remove"


def test_another_centres_endpoints_are_not_found(centre: Centre) -> None:
    elsewhere = world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())
    endpoint_id = centre.endpoint()
    assert queries.endpoints(elsewhere.scope) == []
    for act in (registering.remove, registering.rotate_secret):
        with pytest.raises(NotFound):
            act(elsewhere, endpoint_id, now=NOON)
    with pytest.raises(NotFound):
        queries.endpoint(endpoint_id, within=elsewhere.scope)
