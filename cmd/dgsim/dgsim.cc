#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "cmd/dgsim/commands.h"
#include "cmd/version_data.h"

namespace dgctl::cmd {
namespace {

/// Prints help, the version or what is wrong with the command line.
int report(const CLI::App& app, const CLI::ParseError& error, const Streams& streams) {
  return app.exit(error, streams.out, streams.err) == 0 ? kDone : kUsage;
}

}  // namespace

int run_dgsim(int argc, const char* const* argv, const Streams& streams) {
  CLI::App app("A simulated Databricks workspace in a file", "dgsim");
  app.set_version_flag("--version", std::string("dgsim ") + kVersion);
  app.require_subcommand(1);
  app.footer(
      "Example: dgsim new --guide workspace.json && dgsim call workspace.json GET "
      "/api/2.1/unity-catalog/catalogs");
  int exit_code = kDone;
  add_new_command(app, streams, exit_code);
  add_call_command(app, streams, exit_code);
  add_log_command(app, streams, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report(app, error, streams);
  }
  return exit_code;
}

}  // namespace dgctl::cmd
