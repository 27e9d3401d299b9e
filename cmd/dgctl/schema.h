#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cmd/dgctl/command.h"
#include "cmd/dgctl/options.h"

namespace dgctl::cmd {

/// The schema of the configuration, as schemas/dgctl.schema.json has it.
std::string_view configuration_schema();

/// The names of all schemas.
std::vector<std::string> schema_names();

struct SchemaOptions {
  CommonOptions common;  ///< of these -o
  std::string name;      ///< "": the configuration's
  bool list = false;
};
void add_schema_command(CLI::App& app, Chosen& chosen);
/// Prints a JSON Schema of schemas/, to the byte, or the list of them.
Ending run_schema(const SchemaOptions& options, Console& console);

}  // namespace dgctl::cmd
