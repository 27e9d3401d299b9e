#include "cmd/dgctl/version.h"

#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/version_data.h"

namespace dgctl::cmd {

const char* version() { return kVersion; }
const char* version_date() { return kVersionDate; }

void add_version_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<VersionOptions>();
  CommandText text{"version", "Print version, commit, compiler and libraries", "dgctl version"};
  text.group = "Help";
  text.more_examples = {{"dgctl version -o json", "For a program"}};
  text.exit_codes = ends_with({});
  CLI::App& command = add_command(
      app, text, chosen, [options](Console& console) { return run_version(*options, console); });
  add_output_option(command, options->common, {"text", "json"});
}

Ending run_version(const VersionOptions& options, Console& console) {
  if (options.common.output == "json") {
    nlohmann::json libraries;
    for (const auto& library : kLibraries) libraries[library.name] = library.version;
    const nlohmann::json json{{"commit", kCommit},
                              {"compiler", kCompiler},
                              {"libraries", std::move(libraries)},
                              {"version", kVersion}};
    console.out << json.dump(1) << "\n";
    return {};
  }
  console.out << "dgctl " << kVersion << " (" << kCommit << "), built with " << kCompiler;
  for (const auto& library : kLibraries)
    console.out << ", " << library.name << " " << library.version;
  console.out << "\n";
  return {};
}

}  // namespace dgctl::cmd
