.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON_VERSION := 3.11
LOCK_OPTIONS := --python-version $(PYTHON_VERSION) --python-platform x86_64-manylinux_2_28 --generate-hashes --no-header --quiet
UV = $$(scripts/get-uv.sh)
BIN := .venv/bin
NLU := nlu/.venv/bin
export PYTHONUTF8 := 1

##@ 开始

help: ## 显示本页
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.ready nlu/.venv/.ready ## 准备好一切并启动（SQLite，演示数据）；Ctrl-C 停止
	@$(BIN)/huiyin up --demo

test: .venv/.ready-dev nlu/.venv/.ready ## 准备好一切并跑全部测试
	@$(BIN)/huiyin train
	@scripts/test.sh all

##@ 日常

test-fast: .venv/.ready-dev ## 一分钟以内的单元测试，不需要 Rasa
	@scripts/test.sh unit

check: .venv/.ready-dev nlu/.venv/.ready ## 格式、规范、类型、层次、训练数据、语料与全部测试
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/huiyin knowledge check
	$(BIN)/huiyin train --validate
	@scripts/audit.sh
	@$(MAKE) --no-print-directory test

many: .venv/.ready-dev nlu/.venv/.ready ## 真实的全部进程：两个、两个地跑；送进已知的秘密再到处找
	@$(BIN)/huiyin train
	HUIYIN_MANY=1 $(BIN)/pytest tests/huiyin/test_many_processes.py tests/huiyin/test_secrets_on_disk.py

audit: .venv/.ready ## 查依赖有没有已知漏洞；漏洞库连不上时只核对锁定文件
	@scripts/audit.sh

sbom: ## 软件物料清单（CycloneDX），写入 var/sbom-*.json，与锁定文件核对
	@scripts/sbom.sh

format: .venv/.ready-dev ## 整理格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

nlu-eval: .venv/.ready-dev nlu/.venv/.ready ## 评测理解能力，FILE=… 指定测试集，EPOCHS=… 指定默认流水线训练几轮
	@$(BIN)/huiyin train
	PYTHONPATH=nlu $(NLU)/python -m huiyin_nlu.evaluate $(if $(FILE),--file $(FILE)) $(if $(EPOCHS),--baseline-epochs $(EPOCHS))

bench: .venv/.ready-dev nlu/.venv/.ready ## 速度与内存，写入 docs/benchmarks.md
	@$(BIN)/huiyin train
	$(BIN)/python -m tests.bench

chaos: .venv/.ready-dev nlu/.venv/.ready ## 边办事边破坏，事后逐件核对；SECONDS=300 SEED=1 DATABASE=sqlite
	@$(BIN)/huiyin train
	$(BIN)/python -m tests.chaos

fuzz: .venv/.ready-dev nlu/.venv/.ready ## 许多居民随口乱说，看有没有走不通、登记两次的；MINUTES=5 SEED=1
	@$(BIN)/huiyin train
	MINUTES=$${MINUTES:-5} SEED=$${SEED:-1} $(BIN)/pytest --timeout=0 tests/dialogues/test_random_talk.py

lock: ## 按 pyproject.toml 重新锁定依赖
	$(UV) pip compile pyproject.toml $(LOCK_OPTIONS) -o requirements.lock
	$(UV) pip compile pyproject.toml --group dev -c requirements.lock $(LOCK_OPTIONS) -o requirements-dev.lock
	cd nlu && $$(../scripts/get-uv.sh) pip compile pyproject.toml --group dev $(LOCK_OPTIONS) -o requirements.lock

clean: ## 删除环境、模型与运行数据（var/ 里的案件数据也会删除）
	rm -rf .venv nlu/.venv models var .rasa .tools

##@ 环境

.venv/.ready: requirements.lock pyproject.toml
	@echo "准备主环境 ..."
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON_VERSION) .venv
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	@echo "准备测试工具 ..."
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

nlu/.venv/.ready: nlu/requirements.lock
	@echo "准备 Rasa 环境（约 2 GB，首次需要几分钟）..."
	@test -x $(NLU)/python || $(UV) venv --quiet --python $(PYTHON_VERSION) nlu/.venv
	@$(UV) pip sync --quiet --python $(NLU)/python --require-hashes nlu/requirements.lock
	@touch $@

.PHONY: help run test test-fast check format nlu-eval bench chaos fuzz many audit sbom lock clean
