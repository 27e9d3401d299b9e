#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/descriptor.h"
#include "engine/model/desired.h"

namespace dgctl::tests {

/// Makes what a configuration would ask for, in a line a resource.
class DesiredBuilder {
 public:
  DesiredBuilder() {
    desired_.stack = "acme";
    desired_.workspace.host = "sim:workspace.json";
    // What is tested is what a plan does, not how much of it one apply may do.
    constexpr std::int64_t kUnlimited = 1'000'000;
    desired_.safety = {kUnlimited, {kUnlimited, false}, kUnlimited};
  }

  DesiredBuilder& object(const std::string& kind, const std::string& key, engine::Fields fields) {
    engine::DesiredResource resource;
    resource.address = {kind, key};
    resource.fields = std::move(fields);
    resource.prevent_destroy = engine::descriptor_of(kind).protected_by_default;
    resource.places = {{"dgctl.yml", static_cast<int>(desired_.resources.size()) + 10, 5}};
    desired_.resources.push_back(std::move(resource));
    return *this;
  }
  DesiredBuilder& catalog(const std::string& key,
                          const std::string& name,
                          engine::Fields more = {}) {
    more.emplace("name", name);
    return object("catalog", key, std::move(more));
  }
  DesiredBuilder& schema(const std::string& key,
                         const std::string& catalog,
                         const std::string& name,
                         engine::Fields more = {}) {
    more.emplace("catalog_name", catalog);
    more.emplace("name", name);
    return object("schema", key, std::move(more));
  }
  DesiredBuilder& grant(const std::string& securable,
                        const std::string& principal,
                        const engine::Privileges& words,
                        const std::string& key = {}) {
    const std::string who = key.empty() ? principal : key;
    engine::DesiredResource resource;
    resource.address = {"grant", engine::make_key({securable, who})};
    resource.fields = engine::fields_of({engine::securable_from(securable), principal, words});
    resource.places = {{"dgctl.yml", static_cast<int>(desired_.resources.size()) + 10, 5}};
    desired_.resources.push_back(std::move(resource));
    return principal_of(principal, who, engine::Excess::Report);
  }
  /// A service principal that dgctl makes, its place in the workspace, and its secret.
  DesiredBuilder& made_principal(const std::string& key,
                                 const std::string& name,
                                 engine::Fields secret = {}) {
    const engine::Address address{"service_principal", key};
    object("service_principal",
           key,
           {{"display_name", name}, {"entitlements", engine::List{"databricks-sql-access"}}});
    desired_.resources.back().excess = engine::Excess::Revoke;
    assignment(key, "USER");
    secret.try_emplace("lifetime", "365d");
    secret.try_emplace("rotate_before", "30d");
    secret.try_emplace("retire", "confirmed");
    secret.try_emplace("sink", "file:.secrets/" + key + ".env");
    secret.try_emplace("allow_privileged", false);
    secret.insert_or_assign("principal", later(address, "id"));
    secret.insert_or_assign("client_id", later(address, "application_id"));
    object("service_principal_secret", key, std::move(secret));
    desired_.resources.back().needs = {address};
    engine::DesiredPrincipal principal;
    principal.principal = later(address, "application_id");
    principal.key = key;
    principal.kind = "service_principal";
    principal.excess = engine::Excess::Revoke;
    desired_.principals.push_back(std::move(principal));
    return *this;
  }
  DesiredBuilder& assignment(const std::string& key, const std::string& level) {
    const engine::Address address{"service_principal", key};
    return object("workspace_assignment",
                  key,
                  engine::fields_of(
                      engine::LevelEntry{engine::kWorkspaceThing, later(address, "id"), level}))
        .with([&](engine::DesiredResource& r) { r.needs = {address}; });
  }
  DesiredBuilder& warehouse(const std::string& key,
                            const std::string& name,
                            engine::Fields more = {}) {
    more.emplace("name", name);
    more.emplace("cluster_size", "Small");
    object("sql_warehouse", key, std::move(more));
    desired_.resources.back().adopt = false;
    return *this;
  }
  /// What a principal that dgctl makes may do with a warehouse of the configuration.
  DesiredBuilder& permission(const std::string& warehouse,
                             const std::string& principal,
                             const std::string& level) {
    const engine::Address on{"sql_warehouse", warehouse};
    const engine::Address of{"service_principal", principal};
    const engine::Value thing =
        engine::KnownAfter{{std::string("sql_warehouse:"), engine::AttributeRef{on, "id"}}};
    return object("permission",
                  engine::make_key({"sql_warehouse:" + warehouse, principal}),
                  engine::fields_of(engine::LevelEntry{thing, later(of, "application_id"), level}))
        .with([&](engine::DesiredResource& r) { r.needs = {of, on}; });
  }
  /// A grant to a principal that dgctl makes.
  DesiredBuilder& grant_to_made(const std::string& securable,
                                const std::string& key,
                                const engine::Privileges& words) {
    const engine::Address of{"service_principal", key};
    return object("grant",
                  engine::make_key({securable, key}),
                  engine::fields_of(engine::Entry{
                      engine::securable_from(securable), later(of, "application_id"), words}))
        .with([&](engine::DesiredResource& r) { r.needs = {of}; });
  }
  static engine::Value later(const engine::Address& address, const std::string& field) {
    return engine::KnownAfter{{engine::AttributeRef{address, field}}};
  }

  /// A principal of the configuration, or another policy for one.
  DesiredBuilder& principal_of(const std::string& principal,
                               const std::string& key,
                               engine::Excess excess) {
    for (engine::DesiredPrincipal& known : desired_.principals) {
      if (known.principal == engine::Value(principal)) {
        if (excess == engine::Excess::Revoke) known.excess = excess;
        return *this;
      }
    }
    engine::DesiredPrincipal added;
    added.principal = principal;
    added.key = key;
    added.kind = engine::is_uuid(principal) ? "service_principal" : "group";
    added.excess = excess;
    desired_.principals.push_back(std::move(added));
    return *this;
  }
  /// Changes the resource that was added last.
  template <class Change>
  DesiredBuilder& with(Change change) {
    change(desired_.resources.back());
    return *this;
  }

  [[nodiscard]] engine::Desired build() const {
    engine::Desired desired = desired_;
    std::sort(desired.resources.begin(), desired.resources.end(), [](const auto& a, const auto& b) {
      return a.address < b.address;
    });
    return desired;
  }

 private:
  engine::Desired desired_;
};

}  // namespace dgctl::tests
