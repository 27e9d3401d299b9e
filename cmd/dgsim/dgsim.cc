#include <iostream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cmd/command_line/man_page.h"
#include "cmd/dgsim/commands.h"
#include "cmd/version_data.h"

namespace dgctl::cmd {
namespace {

/// Prints help, the version or what is wrong with the command line.
int report(const CLI::App& app, const CLI::ParseError& error, const Streams& streams) {
  return app.exit(error, streams.out, streams.err) == 0 ? kDone : kUsage;
}

const std::string& name_and_version() {
  static const std::string kName = std::string("dgsim ") + kVersion;
  return kName;
}

CommandText program_text() {
  CommandText text{
      "dgsim", "A simulated Databricks workspace in a file", "dgsim new workspace.json --guide"};
  text.details =
      "dgctl works on such a file as on a workspace, with `host: sim:FILE` in its configuration: "
      "to try something out, and for tests. There is no account, and no server unless `dgsim "
      "serve` "
      "is one, for other programs.";
  text.exit_codes = exit_meanings();
  text.see_also = {"dgctl"};
  return text;
}

/// The program, whose commands leave their exit code in `exit_code`.
std::unique_ptr<CLI::App> make_dgsim(const Streams& streams, int& exit_code) {
  std::unique_ptr<CLI::App> app = make_program(program_text());
  app->set_version_flag("--version", name_and_version(), "Print the version");
  add_new_command(*app, streams, exit_code);
  add_call_command(*app, streams, exit_code);
  add_sql_command(*app, streams, exit_code);
  add_log_command(*app, streams, exit_code);
  add_serve_command(*app, streams, exit_code);
  return app;
}

}  // namespace

CommandTree dgsim_commands() {
  const Streams none{std::cin, std::cout, std::cerr};  // nothing of it is used
  int exit_code = kDone;
  return tree_of(*make_dgsim(none, exit_code));
}

std::vector<ExitMeaning> exit_meanings() {
  return {{kDone, "done"},
          {kFailed, "an answer that is no success, or none"},
          {kUsage, "the command line or the workspace file is wrong"}};
}

int run_dgsim(int argc, const char* const* argv, const Streams& streams) {
  int exit_code = kDone;
  const std::unique_ptr<CLI::App> program = make_dgsim(streams, exit_code);
  CLI::App& app = *program;
  if (argc == 3 && std::string_view(argv[1]) == "__man") {
    write_man_pages(tree_of(app), {name_and_version(), kVersionDate}, argv[2]);
    return kDone;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report(app, error, streams);
  }
  return exit_code;
}

}  // namespace dgctl::cmd
