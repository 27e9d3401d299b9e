#include "cmd/dgctl/connecting.h"

#include <algorithm>

#include "cmd/dgctl/exit_code.h"
#include "engine/model/nearest.h"
#include "engine/model/sink_label.h"
#include "engine/plan/pins.h"

namespace dgctl::cmd {

const engine::DesiredConnection& chosen_connection(const engine::Desired& desired,
                                                   const std::string& key) {
  const auto& all = desired.connections;
  if (all.empty()) {
    throw UsageError(
        "the configuration has no data graph, and so nothing to connect; write one "
        "under data_graphs:");
  }
  if (key.empty() && all.size() == 1) return all.front();
  std::vector<std::string> keys;
  std::string listed;
  for (const engine::DesiredConnection& connection : all) {
    if (connection.key == key) return connection;
    keys.push_back(connection.key);
    listed += (listed.empty() ? "" : ", ") + connection.key;
  }
  if (key.empty()) throw UsageError("name one of the data graphs: " + listed);
  const std::string meant = engine::nearest(key, keys);
  throw UsageError("there is no data graph '" + key + "'" +
                   (meant.empty() ? "; there are " + listed : "; did you mean '" + meant + "'?"));
}

Connecting::Connecting(Session& session,
                       const engine::DesiredConnection& wanted,
                       std::stop_token stop)
    : session_(session), wanted_(wanted), stop_(std::move(stop)) {
  state_ = session.open_ledger(stop_).state;
}

engine::Connection Connecting::find() {
  require_right_workspace(session_.reader());
  engine::Connection found;
  found.catalog = wanted_.catalog;
  found.sink = wanted_.sink;
  if (!wanted_.sink.empty()) read_sink(found);
  found.client_id = client_id(found);
  if (wanted_.warehouse) read_warehouse(*wanted_.warehouse, found);
  found.is_expired = !found.expires.empty() && found.expires < session_.now();
  return found;
}

void Connecting::require_right_workspace(engine::Reader& reader) {
  const engine::Lookup lookup = engine::CurrentWorkspace{};
  const engine::ReadResult result = reader.read({&lookup, 1}, stop_).front();
  const engine::Live live{{engine::CurrentWorkspace{}, result}};
  const auto* ids = engine::reading<engine::WorkspaceIds>(live, engine::CurrentWorkspace{});
  if (ids == nullptr) return;  // whatever is read next says why
  const std::string difference = engine::pin_difference(*ids, session_.desired().workspace, state_);
  if (!difference.empty()) throw StaleError(difference);
}

void Connecting::read_sink(engine::Connection& found) {
  const engine::Lookup lookup = engine::InSink{wanted_.sink};
  const engine::ReadResult result = session_.reader().read({&lookup, 1}, stop_).front();
  if (const auto* hidden = std::get_if<engine::Hidden>(&result)) {
    throw engine::Error(hidden->reason);
  }
  const auto* there = std::get_if<engine::Found>(&result);
  if (there == nullptr) return;
  const auto& label = std::get<engine::SinkLabel>(there->live);
  if (wanted_.secret) require_own(label);
  label_ = label;
  found.is_stored = true;
  found.secret_id = label.secret_id;
  found.expires = label.expires;
  found.stored_client_id = label.client_id;
}

/// A secret that another stack or another principal keeps there is nobody's to print.
void Connecting::require_own(const engine::SinkLabel& label) {
  const std::string& host = session_.desired().workspace.host;
  if (!engine::is_label_of(label, host, session_.stack())) {
    throw ConfigError("the sink " + wanted_.sink + " " + engine::held_by_another(label) +
                      ", this is " + session_.stack() + " on " + host +
                      "; name another sink, or move that away");
  }
  const engine::Recorded* principal = recorded(wanted_.principal);
  const std::string ours =
      principal == nullptr ? "" : engine::text_of(principal->fields, "application_id");
  if (!ours.empty() && ours != label.client_id) {
    throw ConfigError("the sink " + wanted_.sink + " holds a secret of service principal " +
                      label.client_id + ", the one of data graph '" + wanted_.key + "' is " + ours +
                      "; `dgctl rotate " + wanted_.key + "` adds one of that and stores it there");
  }
  const engine::Recorded* secret = recorded(wanted_.secret);
  if (secret != nullptr && !secret->id.empty() && secret->id != label.secret_id) {
    warnings_.push_back("the sink " + wanted_.sink + " holds secret " + label.secret_id +
                        ", the last apply stored " + secret->id);
  }
}

const engine::Recorded* Connecting::recorded(const std::optional<engine::Address>& address) const {
  const auto it = address ? state_.resources.find(*address) : state_.resources.end();
  return it == state_.resources.end() ? nullptr : &it->second;
}

const engine::DesiredResource* Connecting::desired(const engine::Address& address) const {
  const auto& all = session_.desired().resources;
  const auto it = std::find_if(all.begin(), all.end(), [&](const engine::DesiredResource& r) {
    return r.address == address;
  });
  return it == all.end() ? nullptr : &*it;
}

std::string Connecting::client_id(const engine::Connection& found) const {
  if (!wanted_.application_id.empty()) return wanted_.application_id;
  if (const engine::Recorded* principal = recorded(wanted_.principal)) {
    const std::string id = engine::text_of(principal->fields, "application_id");
    if (!id.empty()) return id;
  }
  if (!found.stored_client_id.empty()) return found.stored_client_id;
  throw engine::Error("the service principal of data graph '" + wanted_.key +
                      "' is not made yet; `dgctl apply` makes it");
}

engine::Lookup Connecting::warehouse_lookup(const engine::Address& address) const {
  if (const engine::Recorded* warehouse = recorded(address)) {
    return engine::ById{address.kind, warehouse->id};
  }
  const engine::DesiredResource* wanted = desired(address);
  const engine::Fields fields = wanted == nullptr ? engine::Fields() : wanted->fields;
  const std::string id = engine::text_of(fields, "id");
  if (!id.empty()) return engine::ById{address.kind, id};
  return engine::ByName{address.kind, engine::text_of(fields, "name")};
}

void Connecting::read_warehouse(const engine::Address& address, engine::Connection& found) {
  const engine::Lookup lookup = warehouse_lookup(address);
  const engine::ReadResult result = session_.reader().read({&lookup, 1}, stop_).front();
  const engine::Object* object = object_in(result);
  if (const auto* hidden = std::get_if<engine::Hidden>(&result)) {
    throw engine::ProviderError(engine::ErrorClass::Denied, hidden->reason);
  }
  if (object == nullptr) {
    throw engine::Error(to_string(lookup) +
                        " does not exist; `dgctl apply` makes it, if it is "
                        "this stack's");
  }
  found.hostname = engine::text_of(object->fields, "hostname");
  found.http_path = engine::text_of(object->fields, "http_path");
  if (const engine::Value* port = engine::find(object->fields, "port")) {
    found.port = engine::scalar_text(*port);
  }
}

const engine::Object* object_in(const engine::ReadResult& result) {
  const auto* found = std::get_if<engine::Found>(&result);
  if (found == nullptr) return nullptr;
  if (const auto* object = std::get_if<engine::Object>(&found->live)) return object;
  const auto* objects = std::get_if<engine::Objects>(&found->live);
  return objects == nullptr ? nullptr : &objects->front();
}

}  // namespace dgctl::cmd
