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
