#include "providers/sim/handlers.h"

namespace dgctl::providers::sim {

/// Answered to anyone, before any login.
Response get_host_metadata(State& state, const Call& call) {
  const std::string& origin = call.origin;
  Members body;
  if (call.at_account) {
    put(body, "oidc_endpoint", origin + "/oidc/accounts/{account_id}");
    put(body, "account_id", state.workspace.account_id);
    put(body, "cloud", std::string("AWS"));
    put(body, "host_type", std::string("account"));
    return answer(std::move(body));
  }
  put(body, "oidc_endpoint", origin + "/oidc");
  put(body, "account_id", state.workspace.account_id);
  put(body, "workspace_id", std::to_string(state.workspace.id));
  put(body, "cloud", std::string("AWS"));
  put(body, "host_type", std::string("workspace"));
  put(body, "token_federation_default_oidc_audiences", List{Json{origin + "/oidc/v1/token"}});
  return answer(std::move(body));
}

Response get_metastore_assignment(State& state, const Call& /*call*/) {
  Members body;
  put(body, "metastore_id", metastore_of(state).id);
  put(body, "workspace_id", state.workspace.id);
  put(body, "default_catalog_name", std::string("main"));
  return answer(std::move(body));
}

Response get_metastore_summary(State& state, const Call& /*call*/) {
  const Metastore& metastore = metastore_of(state);
  const Securable& securable = metastore.securable;
  Members body;
  put(body, "metastore_id", metastore.id);
  put(body, "name", metastore.name);
  put(body, "owner", securable.owner);
  put(body, "cloud", metastore.cloud);
  put(body, "region", metastore.region);
  put(body, "global_metastore_id", metastore.cloud + ":" + metastore.region + ":" + metastore.id);
  put_unless_empty(body, "storage_root", metastore.storage_root);
  put(body, "privilege_model_version", metastore.privilege_model_version);
  put(body, "delta_sharing_scope", std::string("INTERNAL"));
  put(body, "external_access_enabled", false);
  put(body, "created_at", securable.created.at_ms);
  put(body, "created_by", securable.created.by);
  put(body, "updated_at", securable.updated.at_ms);
  put(body, "updated_by", securable.updated.by);
  return answer(std::move(body));
}

}  // namespace dgctl::providers::sim
