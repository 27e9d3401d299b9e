#include <nlohmann/json.hpp>

#include "providers/databricks/kinds.h"

namespace dgctl::providers {

namespace {

using Json = nlohmann::json;

}  // namespace

// https://docs.databricks.com/api/workspace/metastores/current
engine::ReadResult read_workspace(Rest& rest, const std::stop_token& stop) {
  try {
    const Json body =
        Json::parse(rest.get(catalog_path({"current-metastore-assignment"}), {}, stop));
    return engine::Found{engine::WorkspaceIds{body.value("workspace_id", std::int64_t{0}),
                                              body.value("metastore_id", std::string())}};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

// databricks-sdk-go config/host_metadata.go: unauthenticated, best effort.
engine::ReadResult read_account(Rest& rest, const std::stop_token& stop) {
  try {
    const Json body = Json::parse(rest.get("/.well-known/databricks-config", {}, stop));
    const std::string account = body.value("account_id", std::string());
    if (account.empty()) return engine::Absent{};
    return engine::Found{engine::AccountId{account}};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

// Computing entitlements is expensive for the workspace and not needed.
engine::ReadResult read_runner(Rest& rest, const std::stop_token& stop) {
  try {
    const Json body = Json::parse(rest.get(
        "/api/2.0/preview/scim/v2/Me", {{"excludedAttributes", "entitlements,roles"}}, stop));
    engine::Identity identity;
    identity.name = engine::canonical_principal(body.value("userName", std::string()));
    identity.kind = kind_of_principal(identity.name);
    identity.display_name = body.value("displayName", std::string());
    for (const Json& group : body.value("groups", Json::array())) {
      const std::string name = group.value("display", std::string());
      if (!name.empty()) identity.groups.insert(name);
    }
    return engine::Found{identity};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

}  // namespace dgctl::providers
