#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "providers/sim/json.h"

namespace dgctl::providers::sim {

/// Reads the members of one JSON object by name and type, and refuses those that nobody asked for.
/// Used for workspace files and for the bodies of requests alike. Everything throws JsonError with
/// the JSON pointer of what is wrong. The object must outlive it.
class Reader {
 public:
  Reader(const Json& object, std::string pointer);

  /// The member's value, or null where it is missing. Every other function asks through this one.
  const Json* find(std::string_view name);
  bool has(std::string_view name) { return find(name) != nullptr; }

  std::string text(std::string_view name, std::string_view fallback = {});
  std::optional<std::string> optional_text(std::string_view name);
  /// One of the words, in their spelling, or the fallback.
  std::string word(std::string_view name,
                   const std::vector<std::string>& words,
                   std::string_view fallback = {});
  bool flag(std::string_view name, bool fallback = false);
  std::int64_t number(std::string_view name, std::int64_t fallback, std::int64_t least = 0);
  std::vector<std::string> texts(std::string_view name);
  std::map<std::string, std::string> text_map(std::string_view name);
  /// The members of an object whose names are the file's own; none where it is missing.
  const Members& entries(std::string_view name);

  /// Refuses what was not asked for, naming the nearest of what was.
  void finish() const;
  /// Where a member stands: "/catalogs/sales/owner".
  [[nodiscard]] std::string at(std::string_view name) const;
  [[nodiscard]] const std::string& pointer() const { return pointer_; }

 private:
  const Members& members_;
  std::string pointer_;
  std::vector<std::string> asked_;
};

/// pointer + "/" + name, with "~" and "/" in the name escaped as RFC 6901 has it.
std::string below(const std::string& pointer, std::string_view name);

[[noreturn]] void refuse(const std::string& pointer, const std::string& why);

/// The value, which is one of the words.
std::string one_of(const std::string& value,
                   const std::vector<std::string>& words,
                   const std::string& pointer);

const std::string& text_at(const Json& json, const std::string& pointer);
const List& list_at(const Json& json, const std::string& pointer);
const Members& members_at(const Json& json, const std::string& pointer);

}  // namespace dgctl::providers::sim
