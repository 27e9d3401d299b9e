#pragma once

#include <string>

namespace dgctl::engine {

/// The JSON Schema (draft-07) of a configuration, as schemas/dgctl.schema.json has it: what the
/// loader accepts, as far as a schema can say it, with a description and an example of every key.
/// Texts that do not match are told with `patternErrorMessage`, which some editors read.
std::string configuration_schema();

}  // namespace dgctl::engine
