#include "engine/sql/quoting.h"

#include "engine/model/utf8.h"

namespace dgctl::engine {
namespace {

std::string hexadecimal(std::uint32_t number, std::size_t least_digits) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (; number != 0 || digits.size() < least_digits; number >>= 4U) {
    digits.insert(digits.begin(), kDigits[number & 15U]);
  }
  return digits;
}

/// Whether "${" or "{{" would end here: notebooks and editors put values in place of what they
/// begin, before anything is read as SQL.
bool opens_a_parameter(std::string_view before, std::uint32_t point) {
  return point == '{' && !before.empty() && (before.back() == '$' || before.back() == '{');
}

/// How the inside of a literal writes a character that does not stand there as it is, or "".
std::string escaped(std::uint32_t point) {
  switch (point) {
    case '\'':
      return "\\'";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      if (!acts_on_display(point)) return {};
      return point > 0xffff ? "\\U" + hexadecimal(point, 8) : "\\u" + hexadecimal(point, 4);
  }
}

}  // namespace

std::string sql_name(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    quoted += c;
    if (c == '`') quoted += c;
  }
  return quoted + "`";
}

std::string sql_path(std::string_view full_name) {
  const std::size_t dot = full_name.find('.');
  if (dot == std::string_view::npos) return sql_name(full_name);
  return sql_name(full_name.substr(0, dot)) + "." + sql_path(full_name.substr(dot + 1));
}

bool reads_as_it_is(std::string_view name) {
  if (name.empty()) return false;
  for (std::string_view rest = name; !rest.empty();) {
    const Character c = first_character(rest);
    const std::string_view before = name.substr(0, name.size() - rest.size());
    if (!c.valid || acts_on_display(c.point) || opens_a_parameter(before, c.point)) return false;
    rest.remove_prefix(c.size_bytes);
  }
  return true;
}

std::string sql_text(std::string_view text) {
  std::string quoted;
  while (!text.empty()) {
    const Character c = first_character(text);
    const std::string escape = escaped(c.point);
    if (!c.valid) {
      quoted += "\\ufffd";
    } else if (opens_a_parameter(quoted, c.point)) {
      quoted += "\\u007b";
    } else {
      quoted += escape.empty() ? text.substr(0, c.size_bytes) : escape;
    }
    text.remove_prefix(c.size_bytes);
  }
  return "'" + quoted + "'";
}

std::string sql_comment(std::string_view text) {
  // What it ends in is looked at below.
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::string line = text.empty() ? "--" : "-- ";
  while (!text.empty()) {
    const Character c = first_character(text);
    const bool ends_in_backslash = c.point == '\\' && text.size() == 1;
    if (!c.valid || acts_on_display(c.point) || c.point == ';' || ends_in_backslash ||
        opens_a_parameter(line, c.point)) {
      line += "\\u{" + hexadecimal(c.point, 1) + "}";
    } else {
      line += text.substr(0, c.size_bytes);
    }
    text.remove_prefix(c.size_bytes);
  }
  return line;
}

}  // namespace dgctl::engine
