#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/edges/error.h"

namespace dgctl::providers::sim {

/// JSON text that cannot be read, or that says something else than what was asked for. what()
/// begins with the place: a line, or a JSON pointer ("/catalogs/sales/owner: …").
struct JsonError : engine::Error {
  using Error::Error;
};

struct Json;
struct Member;
using List = std::vector<Json>;
using Members = std::vector<Member>;  ///< in the order in which they were written, no name twice

struct Null {
  bool operator==(const Null&) const = default;
};

/// A JSON value. Integers are 64 bits wide, since the ids of a workspace are.
struct Json {
  std::variant<Null, bool, std::int64_t, double, std::string, List, Members> is;
  bool operator==(const Json&) const;
};

struct Member {
  std::string name;
  Json value;
  bool operator==(const Member&) const = default;
};

/// Throws JsonError for what is no JSON, names a member twice, holds a number beyond 64 bits or is
/// nested deeper than 64 levels.
Json parse_json(std::string_view text);

/// Without spaces and line breaks: as requests and answers carry it.
std::string to_text(const Json& json);

/// For people: what fits within 100 columns stands on one line, all else one member a line. Ends
/// with a line break.
std::string to_pretty_text(const Json& json);

/// Appends a member. The caller sees to it that no name comes twice.
template <class T>
void put(Members& members, std::string_view name, T&& value) {
  members.push_back(Member{std::string(name), Json{std::forward<T>(value)}});
}

// Append a member unless it is empty, as the workspace leaves out what has no value.
void put_unless_empty(Members& members, std::string_view name, std::string_view text);
void put_list(Members& members, std::string_view name, List list);
void put_texts(Members& members, std::string_view name, const std::vector<std::string>& texts);
void put_text_map(Members& members,
                  std::string_view name,
                  const std::map<std::string, std::string>& texts);
void put_members(Members& members, std::string_view name, Members value);

/// The member of that name, or null.
const Json* find_member(const Members& members, std::string_view name);

}  // namespace dgctl::providers::sim
