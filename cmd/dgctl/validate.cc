#include "cmd/dgctl/validate.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/dgctl/configuration.h"
#include "engine/config/expanded.h"
#include "engine/model/descriptor.h"

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

std::string counted(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

void print_json(const engine::Loaded& loaded, Console& console) {
  Json diagnostics = Json::array();
  for (const engine::Diagnostic& diagnostic : loaded.diagnostics) {
    diagnostics.push_back(json_of(diagnostic));
  }
  const Json result{{"diagnostics", std::move(diagnostics)},
                    {"format_version", 1},
                    {"valid", loaded.desired.has_value()}};
  console.out << result.dump(1) << "\n";
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
  const engine::Loaded loaded = load_configuration(options.common);
  if (options.common.output == "json" && !options.expand) {
    print_json(loaded, console);
  } else {
    print_diagnostics(loaded.diagnostics, console);
  }
  if (!loaded.desired) return {ExitCode::Config, "config"};
  if (options.expand) {
    console.out << engine::expanded_yaml(*loaded.desired);
  } else if (options.common.output == "text") {
    console.out << options.common.file
                << " is valid: " << counted(resources_of(*loaded.desired), "resource") << ", "
                << counted(loaded.desired->principals.size(), "principal") << ", workspace "
                << loaded.desired->workspace.host << "\n";
  }
  return {};
}

}  // namespace dgctl::cmd
