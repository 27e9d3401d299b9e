#pragma once

#include <string>
#include <string_view>

#include "engine/model/value.h"

namespace dgctl::engine {

/// A text as a YAML scalar on one line, fit for a value, a key and a flow collection: plain where
/// nobody can take it for anything else, else in double quotes. What looks like a reference stays
/// one.
std::string yaml_scalar(std::string_view text);
/// The same for a value of a configuration: '${' in it is text, and what is known only after apply
/// becomes a reference again.
std::string yaml_value(std::string_view text);
std::string yaml_value(const KnownAfter& later);

/// A key of an address as it stands in the file, without the quotes that an address may need.
std::string key_of_address(std::string_view key);

}  // namespace dgctl::engine
