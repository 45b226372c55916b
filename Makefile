# Needs only make and Python 3.11 or newer. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test screenshots check bench format lock clean setup setup-tests

IN_ENVIRONMENT := .venv/bin/python

help: ## 列出这些命令 / list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: setup ## 运行演示：网站、后台任务和微信模拟器（PORT=5000）/ run the demo: site, worker, WeChat simulator
	@exec $(IN_ENVIRONMENT) scripts/run.py

test: setup-tests ## 运行全部测试 / run every test
	@exec $(IN_ENVIRONMENT) scripts/run_tests.py

screenshots: setup-tests ## 给每一页拍照，存到 test-results/screenshots / photograph every page
	@mkdir -p test-results/screenshots
	@SCREENSHOTS=test-results/screenshots $(IN_ENVIRONMENT) -m pytest -q tests/browser/test_every_page.py tests/browser/test_every_console_page.py

check: setup-tests ## 检查格式、类型和架构规则 / check style, types and the rules of the house
	@exec $(IN_ENVIRONMENT) scripts/check.py

bench: setup-tests ## 测速，与“什么都不做”的底线相比（QUICK=1 小规模）/ measure beside floors (QUICK=1: small numbers)
	@exec $(IN_ENVIRONMENT) -m benchmarks.run

format: setup-tests ## 整理代码格式 / put the code into its format
	@$(IN_ENVIRONMENT) -m ruff check --fix --quiet . ; $(IN_ENVIRONMENT) -m ruff format .

lock: setup-tests ## 维护者：重新锁定依赖 / maintainers: lock the dependencies again
	@$(IN_ENVIRONMENT) -m pip install --quiet uv
	@$(IN_ENVIRONMENT) scripts/lock.py

clean: ## 删除环境、缓存和生成的文件（保留 instance/ 里的数据）/ remove what was made, but not the data in instance/
	@rm -rf .venv node_modules app/static/vendor test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find app wechat tests scripts migrations -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@python=$$(sh scripts/find_python.sh) && "$$python" scripts/environment.py requirements.txt requirements-demo.txt
	@$(IN_ENVIRONMENT) scripts/assets.py

setup-tests:
	@python=$$(sh scripts/find_python.sh) && "$$python" scripts/environment.py requirements.txt requirements-dev.txt
	@$(IN_ENVIRONMENT) scripts/assets.py
