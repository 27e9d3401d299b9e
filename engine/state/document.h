#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/lookup.h"
#include "engine/model/value.h"

// State, journal and plan file are documents: values as JSON text. Equal values give equal bytes.

namespace dgctl::engine {

/// The value with U+FFFD for what is no UTF-8, in names too: what a workspace answered, or somebody
/// typed, may have been cut within a character, and no JSON holds that.
Value printable(const Value& value);
/// On one line. Throws std::exception for what is no UTF-8.
std::string to_json(const Value& value);
/// Over several lines, ends with a newline: what a person may have to look at.
std::string to_printed_json(const Value& value);
/// The inverse of both. Throws CorruptError for what is no JSON, holds a key twice, a number that
/// is no 64-bit integer, or is nested deeper than 64 levels.
Value from_json(std::string_view text);

// Taking documents apart. Each throws CorruptError that names the member if it is missing or of
// another type.
const Fields& object_in(const Value& value, std::string_view what);
std::string text_in(const Fields& fields, std::string_view name);
std::int64_t number_in(const Fields& fields, std::string_view name);
bool flag_in(const Fields& fields, std::string_view name);
const List& list_in(const Fields& fields, std::string_view name);
const Fields& fields_in(const Fields& fields, std::string_view name);
/// Throws Error, which says to update dgctl, for one of a kind that this version does not know.
Address address_in(const Fields& fields, std::string_view name);
/// The member "kind". Throws as address_in.
std::string kind_in(const Fields& fields);
Privileges words_in(const Fields& fields, std::string_view name);
Value words_value(const Privileges& words);
/// Nothing where there is no such member.
std::optional<Value> optional_in(const Fields& fields, std::string_view name);

}  // namespace dgctl::engine
