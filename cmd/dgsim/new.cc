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

void add_new_command(CLI::App& app, const Streams& streams, int& exit_code) {
  CLI::App* command = app.add_subcommand("new", "Write a new workspace file");
  const auto options = std::make_shared<NewOptions>();  // lives as long as the callback
  command->add_option("file", options->file, "The file to write")->type_name("FILE")->required();
  command->add_flag("--guide", options->guide, "The workspace that the setup guide starts from");
  command->add_flag("--force", options->force, "Replace a file that is there, and its log");
  command->footer("Example: dgsim new --guide workspace.json");
  command->callback([options, &streams, &exit_code] { exit_code = run_new(*options, streams); });
}

}  // namespace dgctl::cmd
