from collections.abc import Iterator

import pytest

from tests.wechat.deliveries import NOW, an_account
from tests.wechat.local_wechat import LocalWeChat, local_wechat
from wechat import Account, Client, MemoryTokenStore


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def wechat() -> Iterator[LocalWeChat]:
    with local_wechat() as running:
        yield running


@pytest.fixture
def client(wechat: LocalWeChat) -> Client:
    account = an_account(api_base_url=wechat.base_url)
    return Client(account, MemoryTokenStore(), now=lambda: NOW, timeout=(1, 5))
