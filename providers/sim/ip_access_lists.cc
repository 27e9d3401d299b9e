#include "providers/sim/handlers.h"
#include "providers/sim/workspace_parts.h"

// Where requests may come from. databricks-sdk-go service/settings/model.go: IpAccessListInfo;
// docs.databricks.com/security/network/front-end/ip-access-list-workspace: workspace-conf, and that
// both are for workspace admins.

namespace dgctl::providers::sim {
namespace {

constexpr const char* kKey = "enableIpAccessLists";

Members list_body(const State& state, const std::string& id, const IpAccessList& list) {
  Members body;
  put(body, "list_id", id);
  put(body, "label", list.label);
  put(body, "list_type", list.type);
  put_texts(body, "ip_addresses", list.addresses);
  put(body, "address_count", static_cast<std::int64_t>(list.addresses.size()));
  put(body, "enabled", list.enabled);
  put(body, "created_at", kBirthMs);
  put(body, "updated_at", kBirthMs);
  put(body, "created_by_name", state.operator_name);
  return body;
}

}  // namespace

Response list_ip_access_lists(State& state, const Call& call) {
  require_admin_to("see its settings", call);
  List lists;
  for (const auto& [id, list] : state.ip_access.lists) {
    lists.push_back(Json{list_body(state, id, list)});
  }
  Members body;
  put_list(body, "ip_access_lists", std::move(lists));
  return answer(std::move(body));
}

Response get_workspace_conf(State& state, const Call& call) {
  require_admin_to("see its settings", call);
  const std::string keys = required_parameter(call, "keys");
  if (keys != kKey) throw invalid("Invalid keys: [" + keys + "]");
  Members body;
  put(body, kKey, std::string(state.ip_access.enabled ? "true" : "false"));
  return answer(std::move(body));
}

}  // namespace dgctl::providers::sim
