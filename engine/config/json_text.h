#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dgctl::engine {

struct Json;
using JsonList = std::vector<Json>;
using JsonMembers = std::vector<std::pair<std::string, Json>>;

/// A JSON document that people read too: its members keep the order in which they were written.
struct Json {
  std::variant<bool, std::int64_t, std::string, JsonList, JsonMembers> is = false;

  Json() = default;
  // Written like the literal they hold.
  Json(bool flag) : is(flag) {}                      // NOLINT(google-explicit-constructor)
  Json(std::int64_t number) : is(number) {}          // NOLINT(google-explicit-constructor)
  Json(std::string text) : is(std::move(text)) {}    // NOLINT(google-explicit-constructor)
  Json(const char* text) : is(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Json(JsonList list) : is(std::move(list)) {}       // NOLINT(google-explicit-constructor)
  Json(JsonMembers map) : is(std::move(map)) {}      // NOLINT(google-explicit-constructor)
};

/// Over several lines, ends with a newline: what fits on one stands on one.
std::string printed(const Json& json);
/// What YAML on one line, written in this program, stands for in JSON. Throws std::logic_error for
/// what is no YAML, or null.
Json json_of_yaml(std::string_view yaml);

}  // namespace dgctl::engine
