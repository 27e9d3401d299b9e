#include "cmd/dgctl/validate.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/dgctl/configuration.h"
#include "engine/config/expanded.h"
#include "engine/model/descriptor.h"
#include "engine/render/phrases.h"

namespace dgctl::cmd {
namespace {

using Json = nlohmann::json;

Json json_of(const engine::Diagnostic& diagnostic) {
  return {{"column", diagnostic.place.column},
          {"file", diagnostic.place.file},
          {"line", diagnostic.place.line},
          {"message", diagnostic.message},
          {"severity", diagnostic.severity == engine::Severity::Error ? "error" : "warning"}};
}

std::size_t count_of(const std::vector<engine::Diagnostic>& diagnostics,
                     engine::Severity severity) {
  return static_cast<std::size_t>(
      std::count_if(diagnostics.begin(), diagnostics.end(), [&](const engine::Diagnostic& each) {
        return each.severity == severity;
      }));
}

/// `reason`: why it is not valid, as the end of the command has it; "" if it is.
void print_json(const std::vector<engine::Diagnostic>& diagnostics,
                const std::string& reason,
                Console& console) {
  Json all = Json::array();
  for (const engine::Diagnostic& diagnostic : diagnostics) all.push_back(json_of(diagnostic));
  Json result{{"diagnostics", std::move(all)},
              {"error_count", count_of(diagnostics, engine::Severity::Error)},
              {"format_version", 1},
              {"valid", reason.empty()},
              {"warning_count", count_of(diagnostics, engine::Severity::Warning)}};
  if (!reason.empty()) result["reason"] = reason;
  // Names on the command line may be any bytes.
  console.out << result.dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
}

/// Loads it. What is wrong with the values that the command line gives is told as JSON too, before
/// it ends the command.
engine::Loaded loaded_for(const ValidateOptions& options, Console& console) {
  try {
    return load_configuration(options.common);
  } catch (const UsageError& error) {
    if (options.common.output == "json") {
      print_json({{engine::Severity::Error, {}, error.what()}}, "usage", console);
    }
    throw;
  }
}

/// Principals that are only read are counted as principals.
std::size_t resources_of(const engine::Desired& desired) {
  return static_cast<std::size_t>(std::count_if(
      desired.resources.begin(), desired.resources.end(), [](const engine::DesiredResource& r) {
        const engine::Descriptor& kind = engine::descriptor_of(r.address.kind);
        return !r.existing || !kind.by_id || kind.label_is_unique;
      }));
}

CommandText validate_text() {
  CommandText text{"validate", "Check the configuration, offline", "dgctl validate"};
  text.group = "Set up";
  text.details =
      "Everything that is wrong is printed at once, a line each, as `FILE:LINE:COLUMN: error: "
      "MESSAGE`. No workspace is asked: what only the workspace can tell, `dgctl plan` checks.";
  text.more_examples = {
      {"dgctl validate --expand", "The same configuration with everything that is defaulted"},
      {"dgctl validate -o json", "For an editor or CI"},
  };
  text.exit_codes = ends_with({});
  text.see_also = {"dgctl plan"};
  return text;
}

/// Its host, or who knows it: no profile is read offline.
std::string workspace_of(const engine::Desired& desired) {
  const engine::DesiredWorkspace& workspace = desired.workspace;
  return workspace.host.empty() ? "of profile " + workspace.profile : workspace.host;
}

}  // namespace

void add_validate_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ValidateOptions>();
  CLI::App& command = add_command(app, validate_text(), chosen, [options](Console& console) {
    enter_folder(options->common);
    return run_validate(*options, console);
  });
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json"});
  command.add_flag(
      "--expand", options->expand, "Print the configuration with everything that is defaulted");
}

Ending run_validate(const ValidateOptions& options, Console& console) {
  const bool is_json = options.common.output == "json";
  if (is_json && options.expand) {
    throw UsageError("--expand prints YAML; write either it or -o json");
  }
  const engine::Loaded loaded = loaded_for(options, console);
  if (is_json) {
    print_json(loaded.diagnostics, loaded.desired ? "" : "config", console);
  } else {
    print_diagnostics(loaded.diagnostics, console);
  }
  if (!loaded.desired) return {ExitCode::Config, "config"};
  if (options.expand) {
    console.out << engine::expanded_yaml(*loaded.desired);
  } else if (!is_json) {
    console.out << options.common.file << " is valid: "
                << engine::plural(resources_of(*loaded.desired), "resource", "resources") << ", "
                << engine::plural(loaded.desired->principals.size(), "principal", "principals")
                << ", workspace " << workspace_of(*loaded.desired) << "\n";
  }
  return {};
}

}  // namespace dgctl::cmd
