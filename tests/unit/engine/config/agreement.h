#pragma once

#include <string>
#include <vector>

// What the tests of the JSON Schema share: configurations that the loader and the schema are asked
// about.

namespace dgctl::engine {

struct Sample {
  std::string where, text;
};

/// Whether the loader takes it.
bool loads(const std::string& text);
/// What the schema says of each, as an editor holds it to that: "ok", or why not.
std::vector<std::string> verdicts_of(const std::vector<Sample>& samples);
/// Those that the schema refuses, with why.
std::vector<std::string> refused_by_schema(const std::vector<Sample>& samples);
/// Checks that loader and schema say the same of each.
void check_agreement(const std::vector<Sample>& samples);

/// A data graph with these members beside its principal.
std::string graph_with(const std::string& members);
/// One resource of a kind, with these members.
std::string resource(const std::string& plural, const std::string& members);

}  // namespace dgctl::engine
