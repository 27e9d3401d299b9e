#include "cmd/dgctl/connection.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/start.h"
#include "engine/model/nearest.h"
#include "engine/model/sink_label.h"
#include "engine/plan/pins.h"
#include "engine/render/connection_text.h"
#include "engine/render/shown.h"

namespace dgctl::cmd {
namespace {

using engine::DesiredConnection;

const DesiredConnection& chosen_connection(const engine::Desired& desired, const std::string& key) {
  const auto& all = desired.connections;
  if (all.empty()) {
    throw UsageError(
        "the configuration has no data graph, and so nothing to connect; write one "
        "under data_graphs:");
  }
  if (key.empty() && all.size() == 1) return all.front();
  std::vector<std::string> keys;
  std::string listed;
  for (const DesiredConnection& connection : all) {
    if (connection.key == key) return connection;
    keys.push_back(connection.key);
    listed += (listed.empty() ? "" : ", ") + connection.key;
  }
  if (key.empty()) throw UsageError("name one of the data graphs: " + listed);
  const std::string meant = engine::nearest(key, keys);
  throw UsageError("there is no data graph '" + key + "'" +
                   (meant.empty() ? "; there are " + listed : "; did you mean '" + meant + "'?"));
}

/// Finds out what the settings are.
class Connecting {
 public:
  Connecting(Session& session, const DesiredConnection& wanted, std::stop_token stop)
      : session_(session), wanted_(wanted), stop_(std::move(stop)) {
    state_ = session.open_ledger(stop_).state;
  }

  engine::Connection find() {
    require_right_workspace();
    engine::Connection found;
    found.catalog = wanted_.catalog;
    found.sink = wanted_.sink;
    if (!wanted_.sink.empty()) read_sink(found);
    found.client_id = client_id(found);
    if (wanted_.warehouse) read_warehouse(*wanted_.warehouse, found);
    found.is_expired = !found.expires.empty() && found.expires < session_.now();
    return found;
  }

  /// What is odd about it, as people read it.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  engine::ReadResult read(const engine::Lookup& lookup) {
    return session_.reader().read({&lookup, 1}, stop_).front();
  }

  /// Nothing of another workspace is printed as this one's.
  void require_right_workspace() {
    const engine::ReadResult result = read(engine::CurrentWorkspace{});
    const engine::Live live{{engine::CurrentWorkspace{}, result}};
    const auto* ids = engine::reading<engine::WorkspaceIds>(live, engine::CurrentWorkspace{});
    if (ids == nullptr) return;  // whatever is read next says why
    const std::string difference =
        engine::pin_difference(*ids, session_.desired().workspace, state_);
    if (!difference.empty()) throw StaleError(difference);
  }

  void read_sink(engine::Connection& found) {
    const engine::ReadResult result = read(engine::InSink{wanted_.sink});
    if (const auto* hidden = std::get_if<engine::Hidden>(&result)) {
      throw engine::Error(hidden->reason);
    }
    const auto* there = std::get_if<engine::Found>(&result);
    if (there == nullptr) return;
    const auto& label = std::get<engine::SinkLabel>(there->live);
    if (wanted_.secret) require_own(label);
    found.is_stored = true;
    found.secret_id = label.secret_id;
    found.expires = label.expires;
    found.stored_client_id = label.client_id;
  }

  /// A secret that another stack or another principal keeps there is nobody's to print.
  void require_own(const engine::SinkLabel& label) {
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
                        label.client_id + ", the one of data graph '" + wanted_.key + "' is " +
                        ours + "; `dgctl apply` stores the right one");
    }
    const engine::Recorded* secret = recorded(wanted_.secret);
    if (secret != nullptr && !secret->id.empty() && secret->id != label.secret_id) {
      warnings_.push_back("the sink " + wanted_.sink + " holds secret " + label.secret_id +
                          ", the last apply stored " + secret->id);
    }
  }

  [[nodiscard]] const engine::Recorded* recorded(
      const std::optional<engine::Address>& address) const {
    const auto it = address ? state_.resources.find(*address) : state_.resources.end();
    return it == state_.resources.end() ? nullptr : &it->second;
  }

  [[nodiscard]] const engine::DesiredResource* desired(const engine::Address& address) const {
    const auto& all = session_.desired().resources;
    const auto it = std::find_if(all.begin(), all.end(), [&](const engine::DesiredResource& r) {
      return r.address == address;
    });
    return it == all.end() ? nullptr : &*it;
  }

  std::string client_id(const engine::Connection& found) {
    if (!wanted_.application_id.empty()) return wanted_.application_id;
    if (const engine::Recorded* principal = recorded(wanted_.principal)) {
      const std::string id = engine::text_of(principal->fields, "application_id");
      if (!id.empty()) return id;
    }
    if (!found.stored_client_id.empty()) return found.stored_client_id;
    throw engine::Error("the service principal of data graph '" + wanted_.key +
                        "' is not made yet; `dgctl apply` makes it");
  }

  [[nodiscard]] engine::Lookup warehouse_lookup(const engine::Address& address) const {
    if (const engine::Recorded* warehouse = recorded(address)) {
      return engine::ById{address.kind, warehouse->id};
    }
    const engine::DesiredResource* wanted = desired(address);
    const engine::Fields fields = wanted == nullptr ? engine::Fields() : wanted->fields;
    const std::string id = engine::text_of(fields, "id");
    if (!id.empty()) return engine::ById{address.kind, id};
    return engine::ByName{address.kind, engine::text_of(fields, "name")};
  }

  void read_warehouse(const engine::Address& address, engine::Connection& found) {
    const engine::Lookup lookup = warehouse_lookup(address);
    const engine::ReadResult result = read(lookup);
    const engine::Live live{{lookup, result}};
    const auto* object = engine::reading<engine::Object>(live, lookup);
    const auto* objects = engine::reading<engine::Objects>(live, lookup);
    if (object == nullptr && objects != nullptr) object = &objects->front();
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

  Session& session_;
  const DesiredConnection& wanted_;
  std::stop_token stop_;
  engine::State state_;
  std::vector<std::string> warnings_;
};

void print(const engine::Connection& connection,
           const ConnectionOptions& options,
           const engine::Secret* value,
           Console& console) {
  const auto with_value = [&](std::string_view secret) {
    engine::ConnectionText text(connection, secret);
    if (options.common.output == "json") {
      console.out << text.json();
    } else if (options.common.output == "env") {
      console.out << text.env();
    } else {
      console.out << text.text();
    }
  };
  if (value == nullptr) {
    with_value({});
  } else {
    value->reveal(with_value);
  }
}

CommandText connection_text() {
  CommandText text{"connection", "Print the settings that Segment asks for", "dgctl connection"};
  text.group = "Connect Segment";
  text.details =
      "Under the labels of Segment's page: host name, port, HTTP path, catalog, client id. The "
      "secret stays in its sink, and is printed with `--reveal` only.";
  text.more_examples = {
      {"dgctl connection main --reveal", "With the secret, of one of several data graphs"},
      {"dgctl connection -o env", "For a shell or a container"},
  };
  text.exit_codes = ends_with({ExitCode::Auth, ExitCode::Stale});
  text.see_also = {"dgctl rotate"};
  return text;
}

}  // namespace

void add_connection_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ConnectionOptions>();
  CLI::App& command = add_command(app, connection_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_connection(*options, console, stop);
  });
  command.add_option("key", options->key, "The key of a data graph; left out: the only one")
      ->type_name("KEY");
  command.add_flag("--reveal", options->reveal, "Print the secret as well");
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "env", "json"});
}

Ending run_connection(const ConnectionOptions& options,
                      Console& console,
                      const std::stop_token& stop) {
  Session session(require_configuration(options.common, console), options.common, Access::Look);
  const DesiredConnection& wanted = chosen_connection(session.desired(), options.key);
  Connecting connecting(session, wanted, stop);
  const engine::Connection connection = connecting.find();
  for (const std::string& warning : connecting.warnings()) {
    console.err << "warning: " << engine::shown(std::string_view(warning)) << "\n";
  }
  if (!options.reveal) {
    print(connection, options, nullptr, console);
    return {};
  }
  if (!connection.is_stored) {
    throw engine::Error(
        wanted.sink.empty()
            ? "the configuration names no sink that would hold the secret"
            : "the sink " + wanted.sink +
                  " holds nothing; `dgctl rotate` adds a secret and stores it there");
  }
  const engine::Secret value = session.sinks().at(wanted.sink).load(stop);
  print(connection, options, &value, console);
  return {};
}

}  // namespace dgctl::cmd
