#include "engine/verify/scratch.h"

#include "tests/unit/engine/verify/scene.h"

namespace dgctl::tests::verify_scratch_test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Time = std::chrono::system_clock::time_point;

const Time kNow{seconds(1'795'770'413)};  // 2026-11-27T09:06:53Z
constexpr const char* kNonce = "1a2b3c4d-5e6f-4000-8000-000000000001";

TEST_CASE("whose it is and from when shows in the name of what is made", "[verify]") {
  const std::string name = engine::scratch_name(kNow, kNonce);
  CHECK(name == "dgctl_verify_20261127t090653z_1a2b3c4d");
  const auto read = engine::read_scratch_name(name);
  REQUIRE(read);
  CHECK(read->made == kNow);
  CHECK(read->nonce == "1a2b3c4d");
}

TEST_CASE("only what verify made is taken for that", "[verify]") {
  const auto* const name = GENERATE("",
                                    "sales",
                                    "dgctl_verify_",
                                    "dgctl_verify_mine",
                                    "dgctl_verify_20261127t090653z_1a2b3c4",
                                    "dgctl_verify_20261127t090653z_1a2b3c4g",
                                    "dgctl_verify_20261327t090653z_1a2b3c4d",
                                    "dgctl_verify_20261127x090653z_1a2b3c4d",
                                    "xdgctl_verify_20261127t090653z_1a2b3c4d");
  INFO(name);
  CHECK_FALSE(engine::read_scratch_name(name));
}

TEST_CASE("what old and dead runs left is told from what is in use", "[verify]") {
  const std::string old =
      engine::scratch_name(kNow - engine::kLongestScratch - minutes(1), "aaaaaaaa");
  const std::string young = engine::scratch_name(kNow - minutes(1), "bbbbbbbb");
  const engine::Names schemas{"ckpt.default", "ckpt." + old, "ckpt." + young, "ckpt.web"};
  using Left = std::vector<std::string>;
  CHECK(engine::leftovers_in(schemas, kNow, "") == Left{old});
  CHECK(engine::leftovers_in(schemas, kNow, "bbbbbbbb") == Left{old, young});
  CHECK(engine::leftovers_in(schemas, kNow, "cccccccc") == Left{old});
}

TEST_CASE("a catalog is unused as long as it holds nothing of anybody's", "[verify]") {
  struct Case {
    std::string name;
    std::vector<std::string> schemas;
    std::vector<std::string> in_default;
    std::optional<bool> expected;
  };
  const std::string left = "c." + engine::scratch_name(kNow, kNonce);
  const auto c = GENERATE_COPY(values<Case>({
      {"new", {"c.default", "c.information_schema"}, {}, true},
      {"without default", {"c.information_schema"}, {}, true},
      {"with what verify left", {"c.information_schema", left}, {}, true},
      {"a table in default", {"c.default", "c.information_schema"}, {"c.default.t"}, false},
      {"a schema", {"c.information_schema", "c.segment"}, {}, false},
      {"nothing to be seen", {}, {}, std::nullopt},
  }));
  DYNAMIC_SECTION(c.name) {
    VerifyScene scene;
    scene.saw("catalog", "c", c.schemas).saw("schema", "c.default", c.in_default);
    CHECK(engine::is_unused(scene.live, {"catalog", "c"}) == c.expected);
  }
}

TEST_CASE("whether a catalog is unused is not known before its default schema was read",
          "[verify]") {
  VerifyScene scene;
  CHECK(engine::is_unused(scene.live, {"catalog", "c"}) == std::nullopt);
  scene.saw("catalog", "c", {"c.default", "c.information_schema"});
  CHECK(engine::is_unused(scene.live, {"catalog", "c"}) == std::nullopt);
  CHECK(engine::lookups_for_use(scene.live, {"catalog", "c"}) ==
        std::vector<engine::Lookup>{engine::Below{{"schema", "c.default"}}});
}

TEST_CASE("what is made is written and read and dropped", "[verify]") {
  VerifyScene scene;
  scene.grant("catalog:ck`pt", {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"});
  const engine::GrantedTo to = scene.to();
  std::vector<std::string> statements;
  for (const engine::LiveCheck& check : engine::scratch_checks(to.grants.front(), "s")) {
    statements.push_back(check.statement);
    CHECK(check.name.find("ck`pt") != std::string::npos);
    CHECK(check.name.find("dgctl_verify") == std::string::npos);
    CHECK(to_string(check.because) == "grant.\"catalog:ck`pt\"/main");
  }
  CHECK(statements == std::vector<std::string>{"CREATE SCHEMA `ck``pt`.`s`",
                                               "CREATE TABLE `ck``pt`.`s`.`rows` (id INT)",
                                               "INSERT INTO `ck``pt`.`s`.`rows` VALUES (1)",
                                               "SELECT * FROM `ck``pt`.`s`.`rows` LIMIT 10",
                                               "DROP TABLE `ck``pt`.`s`.`rows`",
                                               "DROP SCHEMA `ck``pt`.`s`"});
  // Not with CASCADE: what others put there stays.
  CHECK(engine::scratch_removal("ck`pt", "s") ==
        std::vector<std::string>{"DROP TABLE IF EXISTS `ck``pt`.`s`.`rows`",
                                 "DROP SCHEMA IF EXISTS `ck``pt`.`s`"});
}

}  // namespace
}  // namespace dgctl::tests::verify_scratch_test
