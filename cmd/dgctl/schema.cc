#include "cmd/dgctl/schema.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/schema_data.h"
#include "engine/model/nearest.h"

namespace dgctl::cmd {
namespace {

constexpr std::string_view kConfiguration = "config";

const Schema& schema_of(std::string_view name) {
  const auto at = std::find_if(
      kSchemas.begin(), kSchemas.end(), [&](const Schema& schema) { return schema.name == name; });
  if (at != kSchemas.end()) return *at;
  std::vector<std::string> names;
  names.reserve(kSchemas.size());
  for (const Schema& schema : kSchemas) names.emplace_back(schema.name);
  const std::string meant = engine::nearest(name, names);
  throw UsageError("there is no schema '" + std::string(name) + "'" +
                   (meant.empty() ? std::string("; `dgctl schema --list` lists them")
                                  : "; did you mean '" + meant + "'?"));
}

/// The first sentence, without its period.
std::string_view first_sentence(std::string_view text) {
  text = text.substr(0, text.find(". "));
  if (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

void print_list(Console& console) {
  std::size_t width = 0;
  for (const Schema& schema : kSchemas) width = std::max(width, schema.name.size());
  for (const Schema& schema : kSchemas) {
    console.out << schema.name << std::string(width + 2 - schema.name.size(), ' ')
                << first_sentence(schema.description) << "\n";
  }
}

void print_json_list(Console& console) {
  nlohmann::json schemas = nlohmann::json::array();
  for (const Schema& schema : kSchemas) {
    schemas.push_back({{"description", schema.description}, {"name", schema.name}});
  }
  console.out << nlohmann::json{{"format_version", 1}, {"schemas", std::move(schemas)}}.dump(1)
              << "\n";
}

CommandText schema_text() {
  CommandText text{"schema",
                   "Print the JSON Schema of the configuration or an output",
                   "dgctl schema >dgctl.schema.json"};
  text.group = "Set up";
  text.details =
      "The schemas are those of this version, and are in the program itself. Editors that check "
      "YAML take the one of the configuration; `dgctl init` writes it beside what it makes.";
  text.more_examples = {{"dgctl schema --list", "Which there are"},
                        {"dgctl schema plan", "Of what `dgctl plan --out` writes"}};
  text.exit_codes = ends_with({});
  text.see_also = {"dgctl init", "dgctl validate"};
  return text;
}

}  // namespace

std::string_view configuration_schema() { return schema_of(kConfiguration).text; }

std::vector<std::string> schema_names() {
  std::vector<std::string> names;
  names.reserve(kSchemas.size());
  for (const Schema& schema : kSchemas) names.emplace_back(schema.name);
  return names;
}

void add_schema_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<SchemaOptions>();
  CLI::App& command = add_command(app, schema_text(), chosen, [options](Console& console) {
    return run_schema(*options, console);
  });
  command.add_option("name", options->name, "Which, config if nothing is said")
      ->type_name("SCHEMA");
  command.add_flag("--list", options->list, "List the schemas there are");
  add_output_option(command, options->common, {"text", "json"});
}

Ending run_schema(const SchemaOptions& options, Console& console) {
  if (options.list && !options.name.empty()) {
    throw UsageError("--list lists all schemas; leave out '" + options.name + "'");
  }
  if (!options.list) {
    console.out << schema_of(options.name.empty() ? kConfiguration : options.name).text;
  } else if (options.common.output == "json") {
    print_json_list(console);
  } else {
    print_list(console);
  }
  return {};
}

}  // namespace dgctl::cmd
