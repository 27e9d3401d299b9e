#include "engine/render/surgery_text.h"

#include "tests/support/golden.h"

namespace dgctl::engine::surgery_text_test {
namespace {

Address at(const std::string& text) { return parse_address(text).value(); }

Recorded recorded(const std::string& address, const std::string& id, Fields fields) {
  Recorded made;
  made.address = at(address);
  made.id = id;
  made.fields = std::move(fields);
  made.created = true;
  return made;
}

State sample() {
  State state;
  state.stack = "acme/prod";
  Recorded warehouse = recorded("sql_warehouse.main", "0a1b", {{"name", "segment"}});
  Recorded catalog = recorded("catalog.main", "ckpt", {{"name", "ckpt"}});
  catalog.created = false;
  Recorded secret = recorded("service_principal_secret.main", "s1", {{"principal", "42"}});
  secret.secrets.resize(2);
  secret.secrets[0].id = "s1";
  for (RecordedSecret& one : secret.secrets) one.principal_id = "42";
  Recorded permission = recorded("permission.sql_warehouse:main/main",
                                 "",
                                 fields_of(LevelEntry{"sql_warehouse:0a1b", "3f0c", "CAN_USE"}));
  Recorded grant = recorded(
      "grant.catalog:ckpt/main", "", fields_of({{"catalog", "ckpt"}, "3f0c", {"USE_CATALOG"}}));
  permission.needs = secret.needs = {warehouse.address};
  for (const Recorded* record : {&warehouse, &catalog, &secret, &permission, &grant}) {
    state.resources.emplace(record->address, *record);
  }
  return state;
}

Desired desired(const std::vector<std::string>& addresses) {
  Desired desired;
  for (const std::string& address : addresses) {
    DesiredResource resource;
    resource.address = at(address);
    resource.adopt = resource.address.kind != "sql_warehouse";
    desired.resources.push_back(std::move(resource));
  }
  return desired;
}

TEST_CASE("what is taken out is shown with what that means", "[surgery_text]") {
  const std::set<Address> all{at("sql_warehouse.main"),
                              at("catalog.main"),
                              at("service_principal_secret.main"),
                              at("grant.catalog:ckpt/main")};
  std::string text = removal_for_people(
      sample(), all, desired({"catalog.main", "grant.catalog:ckpt/main", "sql_warehouse.main"}));
  text += "----\n" + removal_for_people(sample(), {at("permission.sql_warehouse:main/main")}, {});
  tests::check_golden("removal.txt", text);
}

TEST_CASE("what moves is shown first and what goes along after it", "[surgery_text]") {
  const State state = sample();
  const Renaming renaming = renaming_of(state, at("sql_warehouse.main"), at("sql_warehouse.etl"));
  std::string text = renaming_for_people(
      state, renaming, at("sql_warehouse.main"), desired({"sql_warehouse.main"}));
  text += "----\n" + renaming_for_people(
                         state, renaming, at("sql_warehouse.main"), desired({"sql_warehouse.etl"}));
  tests::check_golden("renaming.txt", text);
}

TEST_CASE("no control character of a state takes effect", "[surgery_text]") {
  State state = sample();
  state.resources.at(at("catalog.main")).fields["name"] = "ck\x1b[2Jpt";
  CHECK(removal_for_people(state, {at("catalog.main")}, {}).find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace dgctl::engine::surgery_text_test
