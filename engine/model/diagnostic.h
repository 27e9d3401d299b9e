#pragma once

#include <string>
#include <vector>

namespace dgctl::engine {

/// A place in a file of the user's. Line and column count from 1, columns in characters.
struct Place {
  std::string file;  ///< as the user would name it; empty: no place in a file
  int line = 0, column = 0;
  auto operator<=>(const Place&) const = default;
  bool operator==(const Place&) const = default;
};

/// "dgctl.yml:3:7": how a message names another place.
std::string to_text(const Place& place);

enum class Severity { Error, Warning };

struct Diagnostic {
  Severity severity = Severity::Error;
  Place place;
  std::string message;  ///< one sentence without a final period
  bool operator==(const Diagnostic&) const = default;
};

/// "dgctl.yml:3:7: error: unknown key 'catalgo'"
std::string to_string(const Diagnostic& diagnostic);
bool has_errors(const std::vector<Diagnostic>& diagnostics);

}  // namespace dgctl::engine
