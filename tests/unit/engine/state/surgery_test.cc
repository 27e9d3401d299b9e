#include "engine/state/surgery.h"

#include "tests/support/catch.h"

namespace dgctl::engine::surgery_test {
namespace {

constexpr const char* kApplication = "3f0c9a52-0000-4000-8000-0000000000aa";

Recorded recorded(const std::string& address, const std::string& id, Fields fields) {
  Recorded made;
  made.address = parse_address(address).value();
  made.id = id;
  made.fields = std::move(fields);
  return made;
}

Fields level(const std::string& thing, const std::string& principal) {
  return fields_of(LevelEntry{thing, principal, "CAN_USE"});
}

void add(State& state, Recorded record, const std::vector<std::string>& needs = {}) {
  for (const std::string& need : needs) record.needs.push_back(parse_address(need).value());
  const Address address = record.address;
  state.resources.emplace(address, std::move(record));
}

/// What a data graph of the key "main" leaves, and beside it grants of a group of that name.
State sample() {
  State state;
  add(state,
      recorded("service_principal.main",
               "42",
               {{"application_id", kApplication}, {"display_name", "segment"}}));
  add(state,
      recorded("service_principal_secret.main", "s1", {{"principal", "42"}}),
      {"service_principal.main", "sql_warehouse.main"});
  add(state,
      recorded("workspace_assignment.main", "", level("workspace:", "42")),
      {"service_principal.main"});
  add(state, recorded("sql_warehouse.main", "0a1b", {{"name", "segment"}}));
  add(state,
      recorded("permission.sql_warehouse:main/main", "", level("sql_warehouse:0a1b", kApplication)),
      {"service_principal.main", "sql_warehouse.main"});
  add(state,
      recorded(
          "permission.sql_warehouse:main/analysts", "", level("sql_warehouse:0a1b", "analysts")),
      {"sql_warehouse.main"});
  add(state, recorded("catalog.main", "ckpt", {{"name", "ckpt"}}));
  add(state,
      recorded("grant.catalog:sales/main",
               "",
               fields_of({{"catalog", "sales"}, kApplication, {"SELECT"}})),
      {"service_principal.main"});
  add(state,
      recorded("grant.catalog:hr/main", "", fields_of({{"catalog", "hr"}, "main", {"BROWSE"}})));
  return state;
}

Address at(const std::string& text) { return parse_address(text).value(); }

std::string text_of(const Renaming& renaming) {
  std::string text;
  for (const auto& [from, to] : renaming) text += to_string(from) + " -> " + to_string(to) + "\n";
  return text;
}

TEST_CASE("what is taken out is gone and what needs it is told", "[surgery]") {
  const std::set<Address> addresses{at("sql_warehouse.main"),
                                    at("permission.sql_warehouse:main/main")};
  CHECK(needing(sample(), addresses) ==
        std::map<Address, std::vector<Address>>{
            {at("permission.sql_warehouse:main/analysts"), {at("sql_warehouse.main")}},
            {at("service_principal_secret.main"), {at("sql_warehouse.main")}}});
  const State left = removed(sample(), addresses);
  CHECK(left.resources.size() == sample().resources.size() - 2);
  CHECK_FALSE(left.resources.contains(at("sql_warehouse.main")));
  // Recorded again under that address it is needed again.
  CHECK(left.resources.at(at("service_principal_secret.main")).needs.size() == 2);
}

TEST_CASE("what belongs to an object goes along under its new key", "[surgery]") {
  struct Case {
    std::string name, from, to, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a service principal",
       "service_principal.main",
       "service_principal.prod",
       "grant.catalog:sales/main -> grant.catalog:sales/prod\n"
       "permission.sql_warehouse:main/main -> permission.sql_warehouse:main/prod\n"
       "service_principal.main -> service_principal.prod\n"
       "service_principal_secret.main -> service_principal_secret.prod\n"
       "workspace_assignment.main -> workspace_assignment.prod\n"},
      {"a warehouse",
       "sql_warehouse.main",
       "sql_warehouse.prod",
       "permission.sql_warehouse:main/analysts -> permission.sql_warehouse:prod/analysts\n"
       "permission.sql_warehouse:main/main -> permission.sql_warehouse:prod/main\n"
       "sql_warehouse.main -> sql_warehouse.prod\n"},
      {"a key that is quoted",
       "sql_warehouse.main",
       "sql_warehouse.\"a/b\"",
       "permission.sql_warehouse:main/analysts -> permission.\"sql_warehouse:a/b\"/analysts\n"
       "permission.sql_warehouse:main/main -> permission.\"sql_warehouse:a/b\"/main\n"
       "sql_warehouse.main -> sql_warehouse.\"a/b\"\n"},
      {"a catalog, by whose name grants are on it",
       "catalog.main",
       "catalog.prod",
       "catalog.main -> catalog.prod\n"},
      {"one entry",
       "grant.catalog:hr/main",
       "grant.catalog:hr/x",
       "grant.catalog:hr/main -> grant.catalog:hr/x\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(why_not_renamed(sample(), at(c.from), at(c.to)).empty());
    CHECK(text_of(renaming_of(sample(), at(c.from), at(c.to))) == c.expected);
  }
}

TEST_CASE("needs follow what got another address and nothing else changes", "[surgery]") {
  const State before = sample();
  const Renaming there =
      renaming_of(before, at("service_principal.main"), at("service_principal.prod"));
  const State after = renamed(before, there);
  CHECK(after.resources.size() == before.resources.size());
  CHECK(after.resources.at(at("service_principal_secret.prod")).needs ==
        std::vector<Address>{at("service_principal.prod"), at("sql_warehouse.main")});
  for (const auto& [address, record] : after.resources) CHECK(record.address == address);
  const Renaming back =
      renaming_of(after, at("service_principal.prod"), at("service_principal.main"));
  CHECK(renamed(after, back) == before);
}

TEST_CASE("an address that cannot be given is refused with why", "[surgery]") {
  struct Case {
    std::string from, to, expected;
  };
  const auto c = GENERATE(values<Case>({
      {"catalog.main", "catalog.main", "both are catalog.main"},
      {"catalog.main",
       "schema.main",
       "schema.main is of another kind than catalog.main: a catalog stays one"},
      {"catalog.main",
       "catalog.a/b",
       "catalog.a/b is no address of a catalog, which has one part after 'catalog.'"},
      {"grant.catalog:sales/main",
       "grant.catalog:sales",
       "grant.catalog:sales is no address of a grant, which has 2 parts after 'grant.'"},
      {"grant.catalog:sales/main",
       "grant.catalog:hr/other",
       "grant.catalog:hr/other would be on catalog:hr, and what is recorded is on catalog:sales"},
      {"permission.sql_warehouse:main/main",
       "permission.cluster:main/main",
       "permission.cluster:main/main would be on cluster, and what is recorded is on "
       "sql_warehouse"},
      {"permission.sql_warehouse:main/main",
       "permission.sql_warehouse:main/analysts",
       "permission.sql_warehouse:main/analysts is recorded already"},
  }));
  DYNAMIC_SECTION(c.from << " to " << c.to) {
    CHECK(why_not_renamed(sample(), at(c.from), at(c.to)) == c.expected);
  }
}

TEST_CASE("what would go along to an address that is taken keeps all where it is", "[surgery]") {
  State state = sample();
  add(state,
      recorded(
          "grant.catalog:sales/prod", "", fields_of({{"catalog", "sales"}, "prod", {"SELECT"}})));
  CHECK(why_not_renamed(state, at("service_principal.main"), at("service_principal.prod")) ==
        "grant.catalog:sales/prod is recorded already, where grant.catalog:sales/main would go "
        "along to");
}

}  // namespace
}  // namespace dgctl::engine::surgery_test
