#include "providers/sim/timestamp.h"
#include "providers/sim/warehouses.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

void read_doing(Warehouse& out, Reader& reader) {
  out.state = reader.word("state", {"STARTING", "RUNNING", "STOPPING", "STOPPED"}, out.state);
  const std::string text = reader.text("settles_at");
  if (text.empty()) return;
  const auto time = parse_timestamp(text);
  if (!time || (out.state != "STARTING" && out.state != "STOPPING")) {
    refuse(reader.at("settles_at"),
           "expected a time such as \"2026-11-23T09:00:00Z\", of a state that ends");
  }
  out.settles_at_ms = *time;
}

void read_acl(const State& state, Warehouse& out, Reader& reader) {
  for (const auto& [name, level] : reader.text_map("acl")) {
    const std::string at = below(reader.at("acl"), name);
    const std::string principal = read_principal(state, name, at);
    if (out.acl.contains(principal)) refuse(at, "'" + principal + "' is written twice");
    if (level == "IS_OWNER" && !owner_of(out).empty()) refuse(at, "there is one owner at most");
    if (level == "IS_OWNER" && find_identity(state, principal) == nullptr) {
      refuse(at, "a group cannot be the owner");
    }
    out.acl[principal] = one_of(level, warehouse_levels(), at);
  }
}

std::string default_creator(const State& state, const Warehouse& warehouse) {
  const std::string owner = owner_of(warehouse);
  return owner.empty() ? state.operator_name : owner;
}

Warehouse read_warehouse(const State& state, const Member& member, const std::string& at) {
  Reader reader(member.value, at);
  Warehouse out;
  out.name = reader.text("name", member.name);
  out.cluster_size = reader.text("cluster_size", out.cluster_size);
  out.min_num_clusters = reader.number("min_num_clusters", out.min_num_clusters);
  out.max_num_clusters = reader.number("max_num_clusters", out.min_num_clusters);
  out.auto_stop_mins = reader.number("auto_stop_mins", out.auto_stop_mins);
  out.enable_photon = reader.flag("enable_photon", out.enable_photon);
  out.enable_serverless_compute =
      reader.flag("enable_serverless_compute", out.enable_serverless_compute);
  out.warehouse_type = reader.word(
      "warehouse_type", warehouse_types(), default_warehouse_type(out.enable_serverless_compute));
  out.spot_instance_policy =
      reader.word("spot_instance_policy", spot_instance_policies(), out.spot_instance_policy);
  read_channel(out, reader);
  out.tags = reader.text_map("tags");
  out.instance_profile_arn = reader.text("instance_profile_arn");
  read_doing(out, reader);
  read_acl(state, out, reader);
  out.creator = reader.text("creator", default_creator(state, out));
  reader.finish();
  if (const std::string why = warehouse_problem(out, true); !why.empty()) refuse(at, why);
  if (!is_warehouse_id(member.name)) {
    refuse(at, "a warehouse is named by its id, 16 hexadecimal digits");
  }
  return out;
}

Members warehouse_members(const State& state, const std::string& id, const Warehouse& warehouse) {
  const Warehouse left;
  Members out;
  put_unless(out, "name", warehouse.name, id);
  put_unless(out, "cluster_size", warehouse.cluster_size, left.cluster_size);
  put_number_unless(out, "min_num_clusters", warehouse.min_num_clusters, left.min_num_clusters);
  put_number_unless(
      out, "max_num_clusters", warehouse.max_num_clusters, warehouse.min_num_clusters);
  put_number_unless(out, "auto_stop_mins", warehouse.auto_stop_mins, left.auto_stop_mins);
  put_flag_unless(out, "enable_photon", warehouse.enable_photon, left.enable_photon);
  put_flag_unless(out,
                  "enable_serverless_compute",
                  warehouse.enable_serverless_compute,
                  left.enable_serverless_compute);
  put_unless(out,
             "warehouse_type",
             warehouse.warehouse_type,
             default_warehouse_type(warehouse.enable_serverless_compute));
  put_unless(
      out, "spot_instance_policy", warehouse.spot_instance_policy, left.spot_instance_policy);
  Members channel;
  put_unless_empty(channel, "name", warehouse.channel);
  put_unless_empty(channel, "dbsql_version", warehouse.dbsql_version);
  put_members(out, "channel", std::move(channel));
  put_text_map(out, "tags", warehouse.tags);
  put_unless_empty(out, "instance_profile_arn", warehouse.instance_profile_arn);
  put_unless(out, "state", warehouse.state, left.state);
  if (warehouse.settles_at_ms != 0) {
    put(out, "settles_at", timestamp_text(warehouse.settles_at_ms));
  }
  put_text_map(out, "acl", warehouse.acl);
  put_unless(out, "creator", warehouse.creator, default_creator(state, warehouse));
  return out;
}

}  // namespace

void read_warehouses(State& state, Reader& file) {
  for (const Member& member : file.entries("warehouses")) {
    state.warehouses[member.name] =
        read_warehouse(state, member, below(file.at("warehouses"), member.name));
  }
}

void write_warehouses(Members& file, const State& state) {
  Members out;
  for (const auto& [id, warehouse] : state.warehouses) {
    put(out, id, warehouse_members(state, id, warehouse));
  }
  put_members(file, "warehouses", std::move(out));
}

}  // namespace dgctl::providers::sim
