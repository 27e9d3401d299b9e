#include "providers/sim/column_types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "providers/sim/names.h"
#include "providers/sim/privileges.h"

namespace dgctl::providers::sim {
namespace {

struct TypeWord {
  std::string_view sql, name;
  TypeClass is;
};
/// SQL types that are no texts, and those whose name in the API is another word.
constexpr std::array<TypeWord, 15> kTypeWords{{{"bigint", "LONG", TypeClass::Whole},
                                               {"long", "LONG", TypeClass::Whole},
                                               {"integer", "INT", TypeClass::Whole},
                                               {"int", "INT", TypeClass::Whole},
                                               {"smallint", "SHORT", TypeClass::Whole},
                                               {"short", "SHORT", TypeClass::Whole},
                                               {"tinyint", "BYTE", TypeClass::Whole},
                                               {"byte", "BYTE", TypeClass::Whole},
                                               {"double", "DOUBLE", TypeClass::Floating},
                                               {"float", "FLOAT", TypeClass::Floating},
                                               {"real", "FLOAT", TypeClass::Floating},
                                               {"boolean", "BOOLEAN", TypeClass::Truth},
                                               {"decimal", "DECIMAL", TypeClass::Exact},
                                               {"dec", "DECIMAL", TypeClass::Exact},
                                               {"numeric", "DECIMAL", TypeClass::Exact}}};

std::string first_word(std::string_view type) {
  return folded(type.substr(0, type.find_first_of("(<")));
}

const TypeWord* find_type(std::string_view type) {
  const std::string word = first_word(type);
  const auto found = std::find_if(
      kTypeWords.begin(), kTypeWords.end(), [&](const TypeWord& row) { return row.sql == word; });
  return found == kTypeWords.end() ? nullptr : &*found;
}

/// The numbers in "(10,2)"; where there are none, those of a plain DECIMAL.
void read_size(std::string_view type, ColumnType& out) {
  constexpr int kPlainPrecision = 10;
  out.precision = kPlainPrecision;
  const std::size_t open = type.find('(');
  if (open == std::string_view::npos) return;
  const char* at = type.data() + open + 1;
  const char* end = type.data() + type.size();
  const auto precision = std::from_chars(at, end, out.precision);
  if (precision.ptr == end || *precision.ptr != ',') return;
  at = precision.ptr + 1;
  while (at != end && *at == ' ') ++at;
  std::from_chars(at, end, out.scale);
  constexpr int kMost = 38;
  out.scale = std::clamp(out.scale, 0, kMost);
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "12.5" to "12.50". Nothing for what is no decimal number, or has more digits behind the point.
std::optional<std::string> exact_text(std::string text, int scale) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  std::string digits = text.substr(sign);
  std::erase(digits, '.');
  const bool is_number = !digits.empty() && point >= sign &&
                         digits.find_first_not_of("0123456789") == std::string::npos &&
                         text.size() - sign - digits.size() <= 1;
  const std::size_t behind = point == text.size() ? 0 : text.size() - point - 1;
  const auto wanted = static_cast<std::size_t>(scale);
  if (!is_number || behind > wanted) return std::nullopt;
  if (point == text.size() && wanted > 0) text += '.';
  return text + std::string(wanted - behind, '0');
}

}  // namespace

std::string type_name(std::string_view type) {
  const TypeWord* known = find_type(type);
  return known == nullptr ? canonical_privilege(first_word(type)) : std::string(known->name);
}

ColumnType column_type(std::string_view type) {
  ColumnType out;
  const TypeWord* known = find_type(type);
  if (known == nullptr) return out;
  out.is = known->is;
  if (out.is == TypeClass::Exact) read_size(type, out);
  return out;
}

std::optional<std::string> kept_value(const ColumnType& type, const std::string& text) {
  switch (type.is) {
    case TypeClass::Whole: {
      const auto number = number_in<std::int64_t>(text);
      return number ? std::optional(std::to_string(*number)) : std::nullopt;
    }
    case TypeClass::Exact:
      return exact_text(text, type.scale);
    case TypeClass::Floating: {
      const auto number = number_in<double>(text);
      return number ? std::optional(double_text(*number)) : std::nullopt;
    }
    case TypeClass::Truth: {
      const std::string word = folded(text);
      if (word == "1" || word == "true") return "true";
      return word == "0" || word == "false" ? std::optional<std::string>("false") : std::nullopt;
    }
    case TypeClass::Text:
      break;
  }
  return text;
}

std::string double_text(double value) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string text(digits.data(), end);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string decimal_text(double value, int scale) {
  constexpr std::size_t kLongest = 400;  // the largest double has 309 digits before its point
  std::array<char, kLongest> digits{};
  const auto end =
      std::to_chars(
          digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, scale)
          .ptr;
  return {digits.data(), end};
}

}  // namespace dgctl::providers::sim
