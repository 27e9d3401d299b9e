#include <filesystem>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgsim/commands.h"
#include "providers/sim/workspace_files.h"

namespace dgctl::cmd {

int run_new(const NewOptions& options, const Streams& streams) {
  if (!options.force && std::filesystem::exists(options.file)) {
    throw providers::WorkspaceFileError(options.file + " is there already; --force replaces it");
  }
  providers::create_workspace_file(
      options.file,
      options.guide ? providers::guide_workspace() : providers::empty_workspace(),
      options.force);
  streams.err << "wrote " << options.file << '\n';
  return kDone;
}

namespace {

CommandText new_text() {
  CommandText text{"new", "Write a new workspace file", "dgsim new workspace.json --guide"};
  text.details =
      "`dgctl init` writes a configuration that goes with it: in dgctl.yml it is `host: "
      "sim:workspace.json`.";
  text.more_examples = {{"dgsim new workspace.json --guide --force", "To begin again"}};
  text.exit_codes = exit_meanings();
  text.files = {
      {"FILE", "the workspace"},
      {"FILE.log", "beside it, what requests changed since FILE was written last"},
      {"FILE.requests", "beside it, every request that was made to it; `dgsim log` shows them"}};
  text.see_also = {"dgctl init"};
  return text;
}

}  // namespace

void add_new_command(CLI::App& app, const Streams& streams, int& exit_code) {
  const auto options = std::make_shared<NewOptions>();  // lives as long as the callback
  CLI::App& command = add_command(
      app, new_text(), [options, &streams, &exit_code] { exit_code = run_new(*options, streams); });
  command.add_option("file", options->file, "The file to write")->type_name("FILE")->required();
  command.add_flag("--guide", options->guide, "The workspace that the setup guide starts from");
  command.add_flag("--force", options->force, "Replace a file that is there, and its log");
}

}  // namespace dgctl::cmd
