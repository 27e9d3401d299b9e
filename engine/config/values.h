#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/config/expansion.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {

/// Reads the value of a field of an object or a secret as its type says. What does not fit is
/// reported.
std::optional<Value> read_value(const Field& field,
                                const YamlNode& node,
                                const Expansion& expansion);

/// Reads the name that people give to what its id identifies. Free text, compared exactly.
std::optional<Value> read_label(const Descriptor& kind,
                                std::string_view subject,
                                const YamlNode& node,
                                Findings& findings);
/// Reads the id that the workspace gave to an object.
std::optional<Value> read_id(const Field& field, const YamlNode& node, Findings& findings);

/// Reads `{file: PATH}`: "file:.secrets/default.env". The path counts from the configuration's
/// folder.
std::optional<std::string> read_sink(const YamlNode& node,
                                     std::string_view subject,
                                     Findings& findings);
/// The path of a sink that is a file.
std::string path_of_sink(std::string_view sink);

}  // namespace dgctl::engine
