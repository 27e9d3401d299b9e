#include "providers/sim/warehouses.h"

#include <charconv>

#include "providers/sim/entitlements.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/paging.h"
#include "providers/sim/reader.h"

namespace dgctl::providers::sim {
namespace {

std::string http_path(const std::string& id) { return "/sql/1.0/warehouses/" + id; }

std::string jdbc_url(const State& state, const std::string& id) {
  return "jdbc:spark://" + state.workspace.host +
         ":443/default;transportMode=http;ssl=1;AuthMech=3;httpPath=" + http_path(id) + ";";
}

Members odbc_params(const State& state, const std::string& id) {
  constexpr std::int64_t kPort = 443;
  Members out;
  put(out, "hostname", state.workspace.host);
  put(out, "path", http_path(id));
  put(out, "protocol", std::string("https"));
  put(out, "port", kPort);
  return out;
}

/// {} where there are none.
Members tags_body(const Texts& tags) {
  List list;
  for (const auto& [key, value] : tags) {
    Members tag;
    put(tag, "key", key);
    put(tag, "value", value);
    list.push_back(Json{std::move(tag)});
  }
  Members out;
  put_list(out, "custom_tags", std::move(list));
  return out;
}

/// {} where none was chosen.
Members channel_body(const Warehouse& warehouse) {
  Members out;
  put_unless_empty(out, "name", warehouse.channel);
  put_unless_empty(out, "dbsql_version", warehouse.dbsql_version);
  return out;
}

void put_configuration(Members& body, const Warehouse& warehouse) {
  put(body, "name", warehouse.name);
  put(body, "cluster_size", warehouse.cluster_size);
  put(body, "min_num_clusters", warehouse.min_num_clusters);
  put(body, "max_num_clusters", warehouse.max_num_clusters);
  put(body, "auto_stop_mins", warehouse.auto_stop_mins);
  put(body, "auto_resume", true);
  put(body, "tags", tags_body(warehouse.tags));
  put(body, "spot_instance_policy", warehouse.spot_instance_policy);
  put(body, "enable_photon", warehouse.enable_photon);
  put(body, "enable_serverless_compute", warehouse.enable_serverless_compute);
  put(body, "warehouse_type", warehouse.warehouse_type);
  put(body, "channel", channel_body(warehouse));
  put_unless_empty(body, "instance_profile_arn", warehouse.instance_profile_arn);
}

/// Somebody who is gone has no number any more.
void put_creator(Members& body, const State& state, const Warehouse& warehouse) {
  if (const auto creator = find_principal(state, warehouse.creator)) {
    std::int64_t id = 0;
    std::from_chars(creator->id.data(), creator->id.data() + creator->id.size(), id);
    put(body, "creator_id", id);
  }
  put_unless_empty(body, "creator_name", warehouse.creator);
}

Members warehouse_body(const State& state, const std::string& id, std::int64_t at_ms) {
  const Warehouse& warehouse = state.warehouses.at(id);
  const std::string now = state_at(warehouse, at_ms);
  const std::int64_t clusters = now == "RUNNING" ? warehouse.min_num_clusters : 0;
  Members body;
  put(body, "id", id);
  put_configuration(body, warehouse);
  put_creator(body, state, warehouse);
  put(body, "num_clusters", clusters);
  put(body, "num_active_sessions", std::int64_t{0});
  put(body, "state", now);
  put(body, "jdbc_url", jdbc_url(state, id));
  put(body, "odbc_params", odbc_params(state, id));
  Members health;
  put(health, "status", std::string("HEALTHY"));
  put(body, "health", std::move(health));
  return body;
}

/// Who may is UNVERIFIED in detail.
void require_creator(const State& state, const Asker& asker) {
  for (const char* entitlement : {kClusterCreate, kSqlAccess}) {
    if (is_entitled(state, asker.name, entitlement)) continue;
    throw denied("'" + asker.name + "' may not create SQL warehouses: it lacks the entitlement " +
                 entitlement + ".");
  }
}

/// {} or nothing.
void check_empty_body(const Call& call) {
  if (call.body.empty()) return;
  const Json json = body_json(call);
  Reader(json, "").finish();
}

}  // namespace

Response create_warehouse(State& state, const Call& call) {
  require_creator(state, call.asker);
  const std::string id = made_hex(state.seed, call.number, "warehouse");
  Warehouse base;
  base.name = id;
  base.cluster_size.clear();
  base.enable_serverless_compute = state.switches.serverless_by_default;
  Warehouse warehouse = read_configuration(state, call, std::move(base), false);
  warehouse.creator = call.asker.name;
  warehouse.acl[call.asker.name] = "IS_OWNER";
  start(warehouse, state.switches, call.at_ms);
  state.warehouses[id] = std::move(warehouse);
  Members body;
  put(body, "id", id);
  return answer(std::move(body));
}

Response list_warehouses(State& state, const Call& call) {
  std::vector<std::string> ids;
  for (const auto& [id, warehouse] : state.warehouses) {
    if (may(warehouse, call.asker, WarehouseNeed::See)) ids.push_back(id);
  }
  const Page page = page_of(state, call, ids);
  List list;
  for (std::size_t i = page.first; i < page.last; ++i) {
    list.push_back(Json{warehouse_body(state, ids[i], call.at_ms)});
  }
  Members body;
  put_list(body, "warehouses", std::move(list));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_warehouse(State& state, const Call& call) {
  find_warehouse(state, call, WarehouseNeed::See);
  return answer(warehouse_body(state, call.parts[0], call.at_ms));
}

/// Of one that runs or stands still already, nothing: as in the vendor's own fake (UNVERIFIED).
Response start_warehouse(State& state, const Call& call) {
  Warehouse& warehouse = find_warehouse(state, call, WarehouseNeed::Use);
  check_empty_body(call);
  start(warehouse, state.switches, call.at_ms);
  return answer({});
}

Response stop_warehouse(State& state, const Call& call) {
  constexpr std::int64_t kStopMs = 2000;
  Warehouse& warehouse = find_warehouse(state, call, WarehouseNeed::Manage);
  check_empty_body(call);
  const std::string now = state_at(warehouse, call.at_ms);
  if (now == "STOPPED" || now == "STOPPING") return answer({});
  warehouse.state = "STOPPING";
  warehouse.settles_at_ms = call.at_ms + kStopMs;
  return answer({});
}

Response delete_warehouse(State& state, const Call& call) {
  find_warehouse(state, call, WarehouseNeed::Manage);
  state.warehouses.erase(call.parts[0]);
  return answer({});
}

void read_channel(Warehouse& out, Reader& reader) {
  const Json* value = reader.find("channel");
  if (value == nullptr) return;
  Reader channel(*value, reader.at("channel"));
  out.channel = channel.word("name", warehouse_channels());
  out.dbsql_version = channel.text("dbsql_version");
  channel.finish();
}

}  // namespace dgctl::providers::sim
