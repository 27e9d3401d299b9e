#include "engine/verify/run.h"

#include <functional>

#include "engine/verify/scratch.h"
#include "tests/unit/engine/verify/scene.h"

namespace dgctl::tests::verify_run_test {
namespace {

using engine::ProviderError;
using engine::Rows;
using engine::SqlFailure;
using Result = std::variant<Rows, SqlFailure>;

/// Answers as it is told, and keeps what was run.
class FakeSession : public engine::SqlSession {
 public:
  std::vector<std::string> ran;
  std::function<Result(const std::string&)> answer = [](const std::string& statement) -> Result {
    // What reads back sees the row that was written.
    if (statement.starts_with("SHOW GRANTS")) return Rows{{"actionType"}, {{"ALL PRIVILEGES"}}};
    const bool is_read = statement.find("`rows` LIMIT") != std::string::npos;
    return is_read ? Rows{{"id"}, {{"1"}}} : Rows{};
  };

  Result run(const std::string& statement, std::stop_token stop) override {
    if (stop.stop_requested()) throw engine::StoppedError("interrupted during a statement");
    ran.push_back(statement);
    return answer(statement);
  }
  /// Fails where a statement begins like that.
  void fail(const std::string& begin, const std::function<Result()>& with) {
    answer = [before = answer, begin, with](const std::string& statement) {
      return statement.starts_with(begin) ? with() : before(statement);
    };
  }
};

class FakeView : public engine::Reader {
 public:
  engine::ReadResult answer = engine::Found{engine::Object{"table", "id", {}, std::nullopt}};
  std::vector<engine::ReadResult> read(std::span<const engine::Lookup> wanted,
                                       std::stop_token /*stop*/) override {
    return std::vector<engine::ReadResult>(wanted.size(), answer);
  }
};

class Deaf : public engine::Observer {
 public:
  void notify(const engine::Event& /*event*/) override {}
};

struct Stage {
  Stage() {
    scene.grant("catalog:ckpt", {"USE_CATALOG", "CREATE_SCHEMA"});
    plan.warehouse.name = "run a statement";
    plan.warehouse.statement = "SELECT 1";
    plan.warehouse.on = {"sql_warehouse", "segment"};
    plan.warehouse.gates = {{plan.warehouse.on, "CAN_USE"}};
    plan.checks = scene.checks();
    plan.checkpoint = "ckpt";
    plan.scratch = "s";
    const engine::GrantedTo to = scene.to();
    plan.writes = engine::scratch_checks(to.grants.front(), "s");
  }

  engine::Verified run(const std::stop_token& stop = {}) {
    return engine::run_checks(plan, scene.to(), {session, view, deaf}, stop);
  }
  /// What is said where somebody asks to stop during the statement that begins like that.
  std::string told_when_stopped_at(const std::string& begin) {
    std::stop_source source;
    session.fail(begin, [&source]() -> Result {
      source.request_stop();
      throw engine::StoppedError("interrupted during a statement");
    });
    try {
      run(source.get_token());
    } catch (const engine::StoppedError& error) {
      return error.what();
    }
    return {};
  }
  /// What came of the checks, in their order.
  static std::string judgements(const engine::Verified& verified) {
    std::string all;
    for (const engine::CheckResult& result : verified.results) {
      all += (all.empty() ? "" : " ") + std::string(to_string(result.judgement));
    }
    return all;
  }

  VerifyScene scene;
  engine::VerifyPlan plan;
  FakeSession session;
  FakeView view;
  Deaf deaf;
};

TEST_CASE("the checks run in their order and what is made is dropped by them", "[verify]") {
  Stage stage;
  const engine::Verified verified = stage.run();
  CHECK(Stage::judgements(verified) ==
        "passed passed passed passed passed passed passed passed passed passed");
  CHECK(stage.session.ran.front() == "SELECT 1");
  CHECK(stage.session.ran.back() == "DROP SCHEMA `ckpt`.`s`");
  CHECK(verified.notes.empty());
}

TEST_CASE("nothing is run where no statement runs on the warehouse", "[verify]") {
  Stage stage;
  stage.plan.leftovers = {"old"};
  stage.session.fail("SELECT 1", []() -> Result {
    throw ProviderError(engine::ErrorClass::Denied, "PERMISSION_DENIED");
  });
  const engine::Verified verified = stage.run();
  CHECK(stage.session.ran == std::vector<std::string>{"SELECT 1"});
  CHECK(Stage::judgements(verified) ==
        "failed skipped skipped skipped skipped skipped skipped skipped skipped skipped");
}

TEST_CASE("a lost answer is asked for again where that does no harm", "[verify]") {
  Stage stage;
  int lost = 2;
  stage.session.fail("USE CATALOG", [&]() -> Result {
    if (lost-- > 0) throw ProviderError(engine::ErrorClass::Transport, "the connection was lost");
    return Rows{};
  });
  CHECK(Stage::judgements(stage.run()).find("unknown") == std::string::npos);
}

TEST_CASE("what nobody answers is not asked for again and again", "[verify]") {
  Stage stage;
  stage.session.fail("USE CATALOG", []() -> Result {
    throw ProviderError(engine::ErrorClass::Transport, "the connection was lost");
  });
  CHECK(Stage::judgements(stage.run()) ==
        "passed unknown skipped skipped skipped skipped skipped skipped skipped skipped");
  CHECK(stage.session.ran.size() == 4);
}

TEST_CASE("a write that fails ends the writing and takes away what was made", "[verify]") {
  Stage stage;
  stage.session.fail("INSERT", []() -> Result { return SqlFailure{"", "DELTA_ERROR", "no"}; });
  const engine::Verified verified = stage.run();
  CHECK(Stage::judgements(verified) ==
        "passed passed passed passed passed passed unknown skipped skipped skipped");
  CHECK(stage.session.ran.back() == "DROP SCHEMA IF EXISTS `ckpt`.`s`");
  CHECK(verified.notes.empty());
}

TEST_CASE("a schema that may not be made needs no removal", "[verify]") {
  Stage stage;
  const auto deny = []() -> Result {
    return SqlFailure{
        "42501", "INSUFFICIENT_PERMISSIONS", "User does not have CREATE SCHEMA on Catalog 'ckpt'."};
  };
  stage.session.fail("CREATE SCHEMA", deny);
  stage.session.fail("DROP SCHEMA IF", deny);
  const engine::Verified verified = stage.run();
  CHECK(Stage::judgements(verified) ==
        "passed passed passed passed failed skipped skipped skipped skipped skipped");
  CHECK(verified.notes.empty());
}

TEST_CASE("what could not be taken away is named", "[verify]") {
  Stage stage;
  stage.session.fail("INSERT", []() -> Result { return SqlFailure{"", "DELTA_ERROR", "no"}; });
  stage.session.fail("DROP SCHEMA IF", []() -> Result { return SqlFailure{"", "BUSY", "no"}; });
  const engine::Verified verified = stage.run();
  CHECK(verified.notes ==
        std::vector<std::string>{
            "not dropped, if it was made: schema ckpt.s; the next `dgctl verify` removes it; or "
            "see whether anything else is in it, and run: DROP TABLE IF EXISTS `ckpt`.`s`.`rows`; "
            "DROP SCHEMA IF EXISTS `ckpt`.`s`"});
}

TEST_CASE("a schema that this run was refused is left to whose it is", "[verify]") {
  Stage stage;
  stage.session.fail("CREATE SCHEMA",
                     []() -> Result { return SqlFailure{"42P06", "SCHEMA_ALREADY_EXISTS", "no"}; });
  CHECK(stage.run().notes.empty());
  for (const std::string& statement : stage.session.ran) {
    INFO(statement);
    CHECK_FALSE(statement.starts_with("DROP"));
  }
}

TEST_CASE("a statement that is refused keeps no other from being run", "[verify]") {
  Stage stage;
  stage.session.fail("USE CATALOG", []() -> Result {
    throw ProviderError(engine::ErrorClass::Invalid, "answered with 400");
  });
  CHECK(Stage::judgements(stage.run()) ==
        "passed unknown passed passed passed passed passed passed passed passed");
}

TEST_CASE("what is still under way when a run is interrupted is left to the next", "[verify]") {
  Stage stage;
  CHECK(stage.told_when_stopped_at("CREATE SCHEMA") ==
        "interrupted during a statement; what was made by then is dropped, and what may still come "
        "the next `dgctl verify` removes");
}

TEST_CASE("a denial that another missing grant brings is looked into", "[verify]") {
  Stage stage;
  stage.scene.grant("table:finance.ledger.accounts", {"SELECT"});
  stage.plan.checks = stage.scene.checks();
  stage.plan.writes.clear();
  const auto deny = []() -> Result {
    return SqlFailure{"42501",
                      "INSUFFICIENT_PERMISSIONS",
                      "User does not have SELECT on Table 'finance.ledger.accounts'."};
  };
  stage.session.fail("SELECT * FROM `finance`", deny);
  stage.session.fail("INSERT INTO `finance`", deny);
  // Whoever runs dgctl sees neither grants nor owners.
  CHECK(Stage::judgements(stage.run()).ends_with("failed unknown"));
  stage.view.answer =
      engine::Found{engine::Grants{{{kClient, {"USE_CATALOG", "USE_SCHEMA", "MODIFY"}}}, 0}};
  CHECK(Stage::judgements(stage.run()).ends_with("failed failed"));
}

TEST_CASE("what a dead run left is removed and told", "[verify]") {
  Stage stage;
  stage.plan.leftovers = {"old"};
  const engine::Verified verified = stage.run();
  CHECK(stage.session.ran.at(1) == "DROP TABLE IF EXISTS `ckpt`.`old`.`rows`");
  CHECK(stage.session.ran.at(2) == "DROP SCHEMA IF EXISTS `ckpt`.`old`");
  CHECK(verified.notes ==
        std::vector<std::string>{"removed schema ckpt.old, which a run of `dgctl verify` left that "
                                 "did not end"});
}

TEST_CASE("an interruption takes along what was made", "[verify]") {
  Stage stage;
  CHECK(stage.told_when_stopped_at("INSERT") ==
        "interrupted during a statement; what was made is dropped");
  CHECK(stage.session.ran.back() == "DROP SCHEMA IF EXISTS `ckpt`.`s`");
}

TEST_CASE("a login that is not taken any more ends the run", "[verify]") {
  Stage stage;
  stage.session.fail("USE CATALOG", []() -> Result {
    throw ProviderError(engine::ErrorClass::Unauthenticated, "the token is not taken");
  });
  CHECK_THROWS_AS(stage.run(), ProviderError);
}

TEST_CASE("where the login ends in the middle of writing what is left is named", "[verify]") {
  Stage stage;
  bool has_ended = false;
  stage.session.answer = [&,
                          before = stage.session.answer](const std::string& statement) -> Result {
    has_ended = has_ended || statement.starts_with("CREATE TABLE");
    if (has_ended) {
      throw ProviderError(engine::ErrorClass::Unauthenticated, "the token is not taken");
    }
    return before(statement);
  };
  std::string told;
  try {
    stage.run();
  } catch (const ProviderError& error) {
    CHECK(error.error_class == engine::ErrorClass::Unauthenticated);
    told = error.what();
  }
  CHECK(told.starts_with("the token is not taken; not dropped, if it was made: schema ckpt.s;"));
}

TEST_CASE("what the principal may not see is told from what is not there", "[verify]") {
  Stage stage;
  stage.scene.grant("table:finance.ledger.accounts", {"SELECT"});
  stage.plan.checks = stage.scene.checks();
  stage.plan.writes.clear();
  stage.session.fail("SELECT * FROM `finance`", []() -> Result {
    return SqlFailure{"42P01", "TABLE_OR_VIEW_NOT_FOUND", "not found"};
  });
  const auto text = [&] {
    for (const engine::CheckResult& result : stage.run().results) {
      if (result.check.name == "read finance.ledger.accounts") return result.text;
    }
    return std::string();
  };
  CHECK(text().find("is there, and") != std::string::npos);
  stage.view.answer = engine::Absent{};
  CHECK(text().find("does not exist:") != std::string::npos);
  stage.view.answer = engine::Hidden{"", "no"};
  CHECK(text().find("does not exist, or") != std::string::npos);
}

}  // namespace
}  // namespace dgctl::tests::verify_run_test
