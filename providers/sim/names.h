#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dgctl::providers::sim {

/// A to Z become a to z, as the workspace stores the names of catalogs, schemas and tables, e-mails
/// and application ids. That it folds no other letters is UNVERIFIED.
std::string folded(std::string_view text);

/// 1 to 255 characters without '.', '/', space and control characters.
bool is_valid_name(std::string_view name);

/// 8-4-4-4-12 hexadecimal digits.
bool is_uuid(std::string_view text);

/// Well-formed, without surrogates and overlong forms.
bool is_utf8(std::string_view text);

/// The text, or where it is no UTF-8, with '?' for what is not ASCII.
std::string as_utf8(std::string text);

/// Bytes for %XX and, in a query, a space for '+'. Nothing where that makes no UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool in_query);

/// "c.s.t" to its parts.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace dgctl::providers::sim
