#include "providers/sim/workspace_text.h"

#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/principals.h"
#include "providers/sim/timestamp.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kFormat = "dgsim/1";
constexpr const char* kDefaultHost = "sim.cloud.databricks.com";
constexpr std::int64_t kDefaultWorkspaceId = 7'201'983'344'556'677;
constexpr const char* kDefaultStorageRoot = "s3://sim";
constexpr const char* kDefaultModel = "1.0";
constexpr const char* kDefaultMetastoreName = "metastore";
constexpr const char* kDefaultCloud = "aws";
constexpr const char* kDefaultRegion = "us-east-1";
constexpr const char* kDefaultOperator = "admin@example.com";

std::string default_account_id(const State& state) { return made_uuid(state.seed, 0, "account"); }
std::string default_metastore_id(const State& state) {
  return made_uuid(state.seed, 0, "metastore");
}

/// The first who is flagged, in the order of names.
std::string first_metastore_admin(const State& state) {
  for (const auto& [name, user] : state.users) {
    if (user.metastore_admin) return name;
  }
  for (const auto& [name, principal] : state.service_principals) {
    if (principal.identity.metastore_admin) return name;
  }
  return {};
}

std::string default_metastore_owner(const State& state) {
  const std::string admin = first_metastore_admin(state);
  return admin.empty() ? kSystemUser : admin;
}

void read_clock(State& state, Reader& file) {
  const std::string text = file.text("clock");
  state.clock_ms = kBirthMs;
  if (text.empty()) return;
  if (text == "real") {
    state.real_clock = true;
    return;
  }
  const auto time = parse_timestamp(text);
  if (!time) {
    refuse(file.at("clock"), R"(expected "real" or a time such as "2026-11-23T09:00:00Z")");
  }
  state.clock_ms = *time;
}

void read_counters(State& state, Reader& file) {
  const Json* value = file.find("counters");
  if (value == nullptr) return;
  Reader counters(*value, file.at("counters"));
  state.requests = counters.number("requests", 0);
  state.uuids = counters.number("uuids", 0);
  counters.finish();
}

/// Without users there is one, who may do everything: the operator.
void read_operator(State& state, Reader& file) {
  const std::string written = file.text("operator");
  if (state.users.empty() && state.service_principals.empty() && !file.has("users")) {
    const std::string name = written.empty() ? kDefaultOperator : folded(written);
    if (name.find('@') == std::string::npos) refuse(file.at("operator"), "expected an e-mail");
    Identity identity;
    identity.id = made_principal_id(state.seed, 0, "user/" + name);
    identity.display_name = name;
    identity.workspace_admin = identity.metastore_admin = true;
    state.users[name] = identity;
    state.operator_name = name;
    return;
  }
  state.operator_name = written.empty() ? first_metastore_admin(state)
                                        : read_principal(state, written, file.at("operator"));
  if (state.operator_name.empty()) {
    refuse(file.at("operator"), "missing, and nobody is marked metastore_admin");
  }
  if (find_identity(state, state.operator_name) == nullptr) {
    refuse(file.at("operator"), "expected a user or service principal, not a group");
  }
}

void read_metastore(State& state, Reader& workspace) {
  const Json* value = workspace.find("metastore");
  if (value != nullptr && std::holds_alternative<Null>(value->is)) return;
  const Json none{Members{}};
  Reader reader(value == nullptr ? none : *value, workspace.at("metastore"));
  Metastore metastore;
  metastore.id = reader.text("id", default_metastore_id(state));
  metastore.name = reader.text("name", kDefaultMetastoreName);
  metastore.cloud = reader.text("cloud", kDefaultCloud);
  metastore.region = reader.text("region", kDefaultRegion);
  metastore.storage_root = reader.text("storage_root", kDefaultStorageRoot);
  metastore.privilege_model_version = reader.text("privilege_model_version", kDefaultModel);
  // Whether its privileges are those of today decides how its own grants are read.
  state.metastore = metastore;
  metastore.securable =
      read_securable(state, reader, outermost(default_metastore_owner(state)), Taker::Metastore);
  reader.finish();
  state.metastore = std::move(metastore);
}

void read_place(State& state, Reader& file) {
  const Json none{Members{}};
  const Json* value = file.find("workspace");
  Reader workspace(value == nullptr ? none : *value, file.at("workspace"));
  state.workspace.host = workspace.text("host", kDefaultHost);
  state.workspace.id = workspace.number("id", kDefaultWorkspaceId, 1);
  state.workspace.account_id = workspace.text("account_id", default_account_id(state));
  read_metastore(state, workspace);
  workspace.finish();
}

Members metastore_members(const State& state) {
  const Metastore& metastore = metastore_of(state);
  Members out;
  put_unless(out, "id", metastore.id, default_metastore_id(state));
  put_unless(out, "name", metastore.name, kDefaultMetastoreName);
  put_unless(out, "cloud", metastore.cloud, kDefaultCloud);
  put_unless(out, "region", metastore.region, kDefaultRegion);
  put_unless(out, "storage_root", metastore.storage_root, kDefaultStorageRoot);
  put_unless(out, "privilege_model_version", metastore.privilege_model_version, kDefaultModel);
  const Securable around = outermost(default_metastore_owner(state));
  write_owner(out, metastore.securable, around);
  write_grants(out, metastore.securable);
  write_stamps(out, metastore.securable, around);
  return out;
}

void write_place(Members& file, const State& state) {
  Members out;
  put_unless(out, "host", state.workspace.host, kDefaultHost);
  put_number_unless(out, "id", state.workspace.id, kDefaultWorkspaceId);
  put_unless(out, "account_id", state.workspace.account_id, default_account_id(state));
  if (!state.metastore) {
    put(out, "metastore", Null{});
  } else {
    put_members(out, "metastore", metastore_members(state));
  }
  put_members(file, "workspace", std::move(out));
}

void write_counters(Members& file, const State& state) {
  Members out;
  put_number_unless(out, "requests", state.requests, 0);
  put_number_unless(out, "uuids", state.uuids, 0);
  put_members(file, "counters", std::move(out));
}

}  // namespace

State read_workspace(std::string_view text) {
  const Json json = parse_json(text);
  Reader file(json, "");
  State state;
  if (const std::string format = file.text("format", kFormat); format != kFormat) {
    refuse(file.at("format"), "'" + format + "' is not \"" + kFormat + "\"");
  }
  state.seed = static_cast<std::uint64_t>(file.number("seed", 1));
  read_clock(state, file);
  read_counters(state, file);
  read_users(state, file);
  read_service_principals(state, file);
  read_deleted_principals(state, file);
  read_groups(state, file);
  read_operator(state, file);
  read_place(state, file);
  read_warehouses(state, file);
  read_catalogs(state, file);
  read_statements(state, file);
  read_locations(state, file);
  read_ip_access(state, file);
  read_faults(state, file);
  read_switches(state.switches, file);
  file.finish();
  index_memberships(state);
  return state;
}

std::string write_workspace(const State& state) {
  Members file;
  put(file, "format", std::string(kFormat));
  put(file, "seed", static_cast<std::int64_t>(state.seed));
  put(file, "clock", state.real_clock ? std::string("real") : timestamp_text(state.clock_ms));
  write_counters(file, state);
  put(file, "operator", state.operator_name);
  write_place(file, state);
  write_identities(file, state);
  write_warehouses(file, state);
  write_catalogs(file, state);
  write_statements(file, state);
  write_locations(file, state);
  write_ip_access(file, state);
  write_faults(file, state);
  write_switches(file, state.switches);
  return to_pretty_text(Json{std::move(file)});
}

void put_unless(Members& out,
                std::string_view name,
                std::string_view value,
                std::string_view left) {
  if (value != left) put(out, name, std::string(value));
}

void put_flag_unless(Members& out, std::string_view name, bool value, bool left) {
  if (value != left) put(out, name, value);
}

void put_number_unless(Members& out, std::string_view name, std::int64_t value, std::int64_t left) {
  if (value != left) put(out, name, value);
}

}  // namespace dgctl::providers::sim
