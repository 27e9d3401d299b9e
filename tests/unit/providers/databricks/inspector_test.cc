#include "providers/databricks/inspector.h"

#include <algorithm>
#include <memory>

#include "providers/sim/workspace.h"
#include "tests/unit/providers/databricks/scripted.h"

namespace dgctl::providers::inspector_test {
namespace {

using engine::ErrorClass;
using engine::Privileges;
using engine::Securable;
using engine::seen;
using engine::Unseen;

constexpr const char* kWorld = R"json({
  "clock": "2026-11-23T09:00:00Z", "operator": "ada@example.com",
  "workspace": {"metastore": {"name": "main", "grants": {"company": ["CREATE_CATALOG"]}}},
  "users": {"ada@example.com": {"workspace_admin": true, "metastore_admin": true},
            "ops@example.com": {"workspace_admin": true, "entitlements": ["workspace-access"]},
            "bob@example.com": {}},
  "groups": {"platform": {"members": ["ops@example.com", "bob@example.com"]},
             "company": {"members": ["platform"], "entitlements": ["allow-cluster-create"]}},
  "catalogs": {
    "sales": {"grants": {"company": ["USE_CATALOG"], "bob@example.com": ["MANAGE"]},
              "schemas": {"crm": {"tables": {"users": {}}}}},
    "far": {"isolation_mode": "ISOLATED", "bindings": {"5": "BINDING_TYPE_READ_ONLY"}},
    "seen": {"grants": {"bob@example.com": ["BROWSE"]}}},
  "ip_access": {"enabled": true, "lists": {
    "1": {"label": "office", "addresses": ["203.0.113.0/24"]},
    "2": {"label": "old", "addresses": ["10.0.0.1"], "enabled": false},
    "3": {"label": "bad", "type": "BLOCK", "addresses": ["198.51.100.7"]}}},
  "switches": {"permissions_for_others": "named", "date_offset_s": 90}})json";

/// The simulated workspace, looked at as somebody.
struct Sim {
  explicit Sim(const std::string& who)
      : workspace(SimWorkspace::in_memory(kWorld, who)), inspector(*workspace, clock, {2}) {}

  std::vector<engine::SecurableFacts> look_at(const std::vector<Securable>& wanted,
                                              const std::set<std::string>& names) {
    return inspector.look_at(wanted, names, {});
  }

  tests::StillClock clock;
  std::unique_ptr<SimWorkspace> workspace;
  DatabricksInspector inspector;
};

/// A workspace that answers as it is told.
struct Told {
  explicit Told(std::vector<tests::Script::Answer> answers)
      : transport(std::move(answers)), inspector(transport, clock, {1}) {}

  tests::StillClock clock;
  tests::Script transport;
  DatabricksInspector inspector;
};

TEST_CASE("who asks is known with the groups of its groups", "[inspector]") {
  Sim sim("ops@example.com");
  const engine::Contact contact = sim.inspector.contact({});
  const auto* asker = seen(contact.asker);
  REQUIRE(asker != nullptr);
  CHECK(asker->name == "ops@example.com");
  CHECK(asker->groups == std::set<std::string>{"admins", "company", "platform", "users"});
  CHECK(asker->entitlements == std::set<std::string>{"allow-cluster-create", "workspace-access"});
  CHECK(asker->unseen_groups.empty());
  CHECK(contact.ahead.has_value());
}

TEST_CASE("who is no admin knows that not all groups are shown", "[inspector]") {
  const engine::Contact contact = Sim("bob@example.com").inspector.contact({});
  const auto* asker = seen(contact.asker);
  REQUIRE(asker != nullptr);
  CHECK(asker->groups == std::set<std::string>{"platform", "users"});
  CHECK_FALSE(asker->unseen_groups.empty());
}

TEST_CASE("a refused or lost first request says why", "[inspector]") {
  Told refused({{401, R"({"error_code":"UNAUTHENTICATED","message":"it is over"})"}});
  const engine::Contact contact = refused.inspector.contact({});
  CHECK(std::get<Unseen>(contact.asker).error_class == ErrorClass::Unauthenticated);
  CHECK_FALSE(contact.ahead.has_value());
  CHECK(std::get<Unseen>(Told({}).inspector.contact({}).asker).error_class ==
        ErrorClass::Transport);
  CHECK(std::get<Unseen>(Told({{200, "[]"}}).inspector.contact({}).asker).error_class ==
        ErrorClass::Invalid);
}

TEST_CASE("groups in rings end", "[inspector]") {
  Told told({{200, R"({"userName":"A@x.example","groups":[{"value":"1","display":"a"}]})"},
             {200, R"({"groups":[{"value":"2","display":"b"}]})"},
             {200, R"({"groups":[{"value":"1","display":"a"}]})"}});
  const engine::Contact contact = told.inspector.contact({});
  CHECK(seen(contact.asker)->name == "a@x.example");
  CHECK(seen(contact.asker)->groups == std::set<std::string>{"a", "b"});
}

TEST_CASE("the metastore says who administrates it and where it stores", "[inspector]") {
  Sim sim("bob@example.com");
  const auto look = sim.inspector.metastore({});
  const auto* metastore = seen(look);
  REQUIRE(metastore != nullptr);
  CHECK(metastore->name == "main");
  CHECK(metastore->owner == "ada@example.com");
  CHECK(metastore->storage_root == "s3://sim");
  CHECK(metastore->privilege_model_version == "1.0");
}

TEST_CASE("what is held is known to whom everybody's grants or the own are shown", "[inspector]") {
  Sim ada("ada@example.com");
  const std::vector<Securable> wanted{{"catalog", "sales"}};
  CHECK(*seen(ada.look_at(wanted, {"bob@example.com", "company"})[0].held) ==
        Privileges{"MANAGE", "USE_CATALOG"});
  Sim ops("ops@example.com");
  const auto facts = ops.look_at(wanted, {"ops@example.com", "company", "platform", "users"});
  CHECK(*seen(facts[0].held) == Privileges{"USE_CATALOG"});
  CHECK(facts[0].owner == "ada@example.com");
  CHECK(facts[0].catalog_type == "MANAGED_CATALOG");
  const std::string metastore = seen(ops.inspector.metastore({}))->id;
  CHECK(*seen(ops.look_at({{"metastore", metastore}}, {"company"})[0].held) ==
        Privileges{"CREATE_CATALOG"});
}

TEST_CASE("what may not be seen is told as that", "[inspector]") {
  Sim bob("bob@example.com");
  const std::set<std::string> names{"bob@example.com", "platform"};
  const auto facts = bob.look_at({{"catalog", "far"},
                                  {"catalog", "nowhere"},
                                  {"catalog", "seen"},
                                  {"table", "sales.crm.users"}},
                                 names);
  REQUIRE(facts.size() == 4);
  CHECK(facts[0].unseen->reason.find("is not accessible in current workspace") !=
        std::string::npos);
  CHECK(seen(facts[0].bindings) == nullptr);
  CHECK(facts[1].unseen->error_class == ErrorClass::NotFound);
  CHECK_FALSE(facts[2].unseen.has_value());
  CHECK(facts[2].browse_only);
  CHECK(facts[3].unseen->error_class == ErrorClass::Denied);
  CHECK(seen(facts[3].held) == nullptr);
}

TEST_CASE("the bindings of a closed catalog are shown to who administrates", "[inspector]") {
  Sim ada("ada@example.com");
  const auto facts = ada.look_at({{"catalog", "far"}}, {"ada@example.com"});
  REQUIRE(seen(facts[0].bindings) != nullptr);
  CHECK(*seen(facts[0].bindings) ==
        std::map<std::int64_t, std::string>{{5, "BINDING_TYPE_READ_ONLY"}});
}

TEST_CASE("address lists are those that count", "[inspector]") {
  const auto look = Sim("ada@example.com").inspector.ip_access({});
  REQUIRE(seen(look) != nullptr);
  CHECK(*seen(look) ==
        engine::IpAccess{true,
                         {{"office", false, {"203.0.113.0/24"}}, {"bad", true, {"198.51.100.7"}}}});
  const auto refused = Sim("bob@example.com").inspector.ip_access({});
  CHECK(std::get<Unseen>(refused).error_class == ErrorClass::Denied);
  // Where nobody has ever turned them on; nothing more is asked then.
  CHECK(*seen(Told({{200, R"({"enableIpAccessLists":null})"}}).inspector.ip_access({})) ==
        engine::IpAccess{});
}

TEST_CASE("a workspace without an account to look at says so", "[inspector]") {
  const auto look = Sim("ada@example.com").inspector.account({});
  CHECK(std::get<Unseen>(look).error_class == ErrorClass::Ours);
}

TEST_CASE("looking sends nothing but GET", "[inspector]") {
  Told told({{200, "{}"}, {200, "{}"}, {200, "{}"}, {200, "{}"}, {200, "{}"}});
  told.inspector.contact({});
  told.inspector.metastore({});
  const std::vector<Securable> wanted{{"catalog", "a b"}};
  told.inspector.look_at(wanted, {"x"}, {});
  told.inspector.ip_access({});
  CHECK(told.transport.lines() ==
        std::vector<std::string>{
            "GET /api/2.0/preview/scim/v2/Me",
            "GET /api/2.1/unity-catalog/metastore_summary",
            "GET /api/2.1/unity-catalog/catalogs/a%20b?include_browse=true",
            "GET /api/2.1/unity-catalog/permissions/catalog/a%20b",
            "GET /api/2.0/workspace-conf?keys=enableIpAccessLists",
        });
}

}  // namespace
}  // namespace dgctl::providers::inspector_test
