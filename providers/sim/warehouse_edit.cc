#include <algorithm>

#include "providers/sim/handlers.h"
#include "providers/sim/warehouses.h"

namespace dgctl::providers::sim {
namespace {

/// A word that stands for the default, or is one of the words.
std::string read_word(Reader& body,
                      const char* name,
                      std::vector<std::string> words,
                      const char* unspecified,
                      const std::string& fallback) {
  words.emplace_back(unspecified);
  std::string word = body.word(name, words, fallback);
  return word == unspecified ? std::string() : word;
}

/// Which tags may be there twice is UNVERIFIED: none.
void read_tag(Warehouse& out, const Json& json, const std::string& at) {
  Reader tag(json, at);
  const std::string key = tag.text("key");
  const std::string value = tag.text("value");
  tag.finish();
  if (key.empty()) refuse(tag.at("key"), "missing");
  if (!out.tags.emplace(key, value).second) refuse(tag.at("key"), "'" + key + "' is there twice");
}

void read_tags(Warehouse& out, Reader& body) {
  const Json* value = body.find("tags");
  if (value == nullptr) return;
  Reader tags(*value, body.at("tags"));
  const Json* list = tags.find("custom_tags");
  tags.finish();
  out.tags.clear();
  if (list == nullptr) return;
  std::size_t index = 0;
  const std::string at = tags.at("custom_tags");
  for (const Json& json : list_at(*list, at)) {
    read_tag(out, json, below(at, std::to_string(index++)));
  }
}

void read_compute(Warehouse& out, Reader& body, bool keeps) {
  out.enable_photon = body.flag("enable_photon", out.enable_photon);
  out.enable_serverless_compute =
      body.flag("enable_serverless_compute", out.enable_serverless_compute);
  const std::string type = read_word(body,
                                     "warehouse_type",
                                     warehouse_types(),
                                     "TYPE_UNSPECIFIED",
                                     keeps ? out.warehouse_type : std::string("TYPE_UNSPECIFIED"));
  out.warehouse_type = type.empty() ? default_warehouse_type(out.enable_serverless_compute) : type;
  const std::string policy = read_word(body,
                                       "spot_instance_policy",
                                       spot_instance_policies(),
                                       "POLICY_UNSPECIFIED",
                                       out.spot_instance_policy);
  out.spot_instance_policy = policy.empty() ? Warehouse().spot_instance_policy : policy;
}

void require_new_name(const State& state, const std::string& name, const std::string& id) {
  const bool is_taken =
      std::any_of(state.warehouses.begin(), state.warehouses.end(), [&](const auto& entry) {
        return entry.first != id && entry.second.name == name;
      });
  if (is_taken) throw invalid("SQL warehouse with name `" + name + "` already exists");
}

}  // namespace

Warehouse read_configuration(const State& state, const Call& call, Warehouse base, bool keeps) {
  const Json json = body_json(call);
  Reader body(json, "");
  Warehouse out = std::move(base);
  if (const std::string name = body.text("name"); !name.empty()) out.name = name;
  out.cluster_size = body.text("cluster_size", out.cluster_size);
  out.min_num_clusters = body.number("min_num_clusters", out.min_num_clusters);
  out.max_num_clusters =
      body.number("max_num_clusters", keeps ? out.max_num_clusters : out.min_num_clusters);
  out.auto_stop_mins = body.number("auto_stop_mins", out.auto_stop_mins);
  read_compute(out, body, keeps);
  read_channel(out, body);
  read_tags(out, body);
  out.instance_profile_arn = body.text("instance_profile_arn", out.instance_profile_arn);
  if (body.has("creator_name")) refuse(body.at("creator_name"), "the service sets it");
  body.finish();
  if (out.cluster_size.empty()) refuse(body.at("cluster_size"), "missing");
  const bool takes_short = state.switches.serverless_short_auto_stop;
  if (const std::string why = warehouse_problem(out, takes_short); !why.empty()) throw invalid(why);
  require_new_name(state, out.name, call.parts.empty() ? std::string() : call.parts[0]);
  return out;
}

/// The whole configuration is replaced. A name and a size are left as they are where there is none.
Response edit_warehouse(State& state, const Call& call) {
  Warehouse& warehouse = find_warehouse(state, call, WarehouseNeed::Manage);
  const bool keeps = state.switches.edit_keeps_omitted;
  Warehouse base;
  base.enable_serverless_compute = state.switches.serverless_by_default;
  if (keeps) base = warehouse;
  base.name = warehouse.name;
  base.cluster_size = warehouse.cluster_size;
  Warehouse edited = read_configuration(state, call, std::move(base), keeps);
  edited.creator = warehouse.creator;
  edited.state = warehouse.state;
  edited.settles_at_ms = warehouse.settles_at_ms;
  edited.acl = warehouse.acl;
  warehouse = std::move(edited);
  if (state.switches.edit_starts_warehouse) start(warehouse, state.switches, call.at_ms);
  return answer({});
}

}  // namespace dgctl::providers::sim
