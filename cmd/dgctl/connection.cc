#include "cmd/dgctl/connection.h"

#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/connecting.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/session.h"
#include "cmd/dgctl/start.h"
#include "engine/render/connection_text.h"
#include "engine/render/shown.h"

namespace dgctl::cmd {
namespace {

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
  const engine::DesiredConnection& wanted = chosen_connection(session.desired(), options.key);
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
