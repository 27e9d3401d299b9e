#pragma once

#include <string>

namespace dgctl::engine {

/// A configuration as an editor holds it to the schema: as JSON on one line, its scalars as YAML
/// 1.2 (core schema) types them. null for what cannot be parsed.
std::string as_editors_see(const std::string& yaml);

}  // namespace dgctl::engine
