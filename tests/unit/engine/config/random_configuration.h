#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <rapidcheck.h>

// Random configurations that load, for properties of the loader.

namespace dgctl::engine {

/// A document that is still to be written: the order of its maps does not count.
struct Document;
using Members = std::vector<std::pair<std::string, Document>>;
struct Document {
  std::variant<std::string, std::vector<Document>, Members> is;  ///< a scalar as it is written
};

/// A text in double quotes, in which '${' is no reference.
std::string literal(const std::string& text);
/// Writes a document in flow style, with the members of each map in an order that `seed` chooses;
/// 0 keeps theirs.
std::string written(const Document& document, unsigned seed);

/// Draws a configuration. `prefix` begins every key that the user is free to choose: with two
/// prefixes and the same `choices` come two configurations that differ in nothing else.
Document random_configuration(const std::vector<unsigned>& choices, const std::string& prefix);

}  // namespace dgctl::engine
