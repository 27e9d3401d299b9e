#include "cmd/dgctl/completion_values.h"

#include <algorithm>

#include "cmd/dgctl/commands.h"
#include "engine/state/ledger.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace dgctl::cmd::completion_values_test {
namespace {

constexpr const char* kConfiguration = R"(version: 1
name: values
workspace: {host: sim:workspace.json}
resources:
  sql_warehouses:
    main: {name: main, cluster_size: Small, auto_stop_mins: 10, permissions: [{group_name: analysts, level: CAN_USE}]}
    etl: {name: etl, cluster_size: Small}
    there: {name: there, existing: true}
  catalogs:
    sales: {name: sales, comment: c, grants: [{principal: analysts, privileges: [USE CATALOG]}]}
  service_principals:
    robot: {display_name: robot, secret: {sink: {file: .secrets/robot.env}}}
)";

engine::Recorded made(const std::string& kind, const std::string& key) {
  engine::Recorded recorded;
  recorded.address = {kind, key};
  recorded.created = true;
  return recorded;
}

/// A configuration of which some is recorded, and what is typed after it.
class Typed {
 public:
  Typed() {
    tests::write_text(folder_ / "dgctl.yml", kConfiguration);
    engine::State state;
    state.lineage = "5f0c1b8e-0000-4000-8000-000000000001";
    state.serial = 1;
    state.stack = "values/default";
    for (const auto& [kind, key] :
         std::vector<std::pair<std::string, std::string>>{{"sql_warehouse", "main"},
                                                          {"sql_warehouse", "old"},
                                                          {"service_principal", "robot"},
                                                          {"service_principal_secret", "robot"}}) {
      state.resources.emplace(engine::Address{kind, key}, made(kind, key));
    }
    const auto place = folder_ / ".dgctl" / "values" / "default";
    std::filesystem::create_directories(place);
    tests::write_text(place / "state.json", engine::state_text(state));
  }

  /// The words of the answer, the last of `words` being what is typed.
  [[nodiscard]] std::string completed(std::vector<std::string> command,
                                      const std::vector<std::string>& words) const {
    command.insert(command.end(), {"-f", (folder_ / "dgctl.yml").string()});
    command.insert(command.end(), words.begin(), words.end());
    std::string text;
    for (const Candidate& each : complete(program_, command, values_of)) {
      text += (text.empty() ? "" : " ") + each.word;
    }
    return text;
  }

 private:
  tests::ScratchFolder folder_;
  CommandTree program_ = dgctl_commands();
};

TEST_CASE("an address of what is recorded is offered where one is to be given", "[completion]") {
  const Typed typed;
  const std::string recorded =
      "service_principal.robot service_principal_secret.robot sql_warehouse.main sql_warehouse.old";
  CHECK(typed.completed({"state", "show"}, {""}) == recorded);
  CHECK(typed.completed({"state", "rm"}, {""}) == recorded);
  CHECK(typed.completed({"state", "rm"}, {"sql_warehouse.main", ""}) == recorded);
  CHECK(typed.completed({"state", "mv"}, {""}) == recorded);
  CHECK(typed.completed({"state", "mv"}, {"sql_warehouse.o"}) == "sql_warehouse.old");
}

TEST_CASE("a record may move to where the configuration has one of its kind that is not recorded",
          "[completion]") {
  const Typed typed;
  CHECK(typed.completed({"state", "mv"}, {"sql_warehouse.old", ""}) == "sql_warehouse.etl");
  CHECK(typed.completed({"state", "mv"}, {"service_principal.robot", ""}) == "");
  CHECK(typed.completed({"state", "mv"}, {"no address", ""}) == "");
}

TEST_CASE("what is recorded is not offered for an import but secrets", "[completion]") {
  const Typed typed;
  const std::string offered = typed.completed({"import"}, {""});
  INFO(offered);
  CHECK(offered.find("catalog.sales") != std::string::npos);
  CHECK(offered.find("grant.catalog:sales/") != std::string::npos);
  CHECK(offered.find("service_principal_secret.robot") != std::string::npos);
  CHECK(offered.find("service_principal.robot") == std::string::npos);
  CHECK(typed.completed({"import"}, {"sql_warehouse."}) == "sql_warehouse.etl");
  CHECK(typed.completed({"import"}, {"sql_warehouse.etl", ""}) == "");
}

TEST_CASE("the fields that may be accepted are those of what drifted", "[completion]") {
  struct Case {
    std::string name, address, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"of a grant", "grant.catalog:sales/analysts", "privileges"},
      {"of a permission", "permission.sql_warehouse:main/analysts", "level"},
      {"of an object those that are asked for", "catalog.sales", "comment"},
      {"of a secret none", "service_principal_secret.robot", ""},
      {"of what is only read none", "sql_warehouse.there", ""},
      {"of what is not there none", "catalog.other", ""},
  }));
  DYNAMIC_SECTION(c.name) {
    const Typed typed;
    CHECK(typed.completed({"drift", "accept"}, {c.address, "--field", ""}) == c.expected);
  }
}

TEST_CASE("a field that was given is not offered again", "[completion]") {
  const Typed typed;
  const std::string warehouse = "sql_warehouse.main";
  CHECK(typed.completed({"drift", "accept"}, {warehouse, "--field", "cluster"}) == "cluster_size");
  CHECK(typed.completed({"drift", "accept"}, {warehouse, "--field=auto"}) ==
        "--field=auto_stop_mins");
  CHECK(typed.completed({"drift", "accept"},
                        {warehouse, "--field", "cluster_size", "--field", "cluster"}) == "");
  CHECK(typed.completed({"drift", "accept"}, {warehouse, "--profile", ""}) == "");
  CHECK(typed.completed({"drift", "accept"}, {"--field", ""}) == "");
}

}  // namespace
}  // namespace dgctl::cmd::completion_values_test
